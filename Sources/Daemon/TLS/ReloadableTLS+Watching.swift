package import Logging
package import Reactor

extension ReloadableTLS {
    /// How often files are looked at: stat(2) for each, and nothing more unless one has changed.
    private static let interval: Duration = .seconds(10)

    /// Tends to certificates and keys for as long as the loop runs, and says in the log what came of it.
    package func watch(_ log: Logger, on loop: isolated EventLoop) {
        sayComplaints(in: log)
        loop.schedule(after: Self.interval) { self.tendOnce(log, on: loop) }
    }

    private func tendOnce(_ log: Logger, on loop: isolated EventLoop) {
        do throws(ConfigurationError) {
            if try tend() {
                log.notice("certificates and keys were read again", metadata: ["listener": "\(key)"])
                sayComplaints(in: log)
            }
        } catch {
            log.error("a bad file is not used, and the old one still is", metadata: ["error": "\(error)"])
        }
        loop.schedule(after: Self.interval) { self.tendOnce(log, on: loop) }
    }

    private func sayComplaints(in log: Logger) {
        for complaint in standing.complaints { log.warning("\(complaint)") }
    }
}
