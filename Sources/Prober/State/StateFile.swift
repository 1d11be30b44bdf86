internal import Reactor

/// Brings the newest state to the disk, on a thread of its own: a slow disk cannot delay a probe or a switch.
///
/// While one write is under way, only the newest of what comes is kept: an older state is worth nothing then.
final class StateFile {
    private let path: String
    private let onOutcome: (SystemError?) -> Void
    private var next: [UInt8]?
    private var isWriting = false
    private var waiting: [CheckedContinuation<Bool, Never>] = []

    /// - Parameter onOutcome: Called on the loop after each write, with what went wrong.
    init(_ path: String, onOutcome: @escaping (SystemError?) -> Void) {
        self.path = path
        self.onOutcome = onOutcome
    }

    func save(_ bytes: [UInt8], on loop: isolated EventLoop) {
        next = bytes
        if !isWriting { writeNext(on: loop) }
    }

    /// Saves and comes back when these bytes, or newer ones, are on stable storage; false when they are not.
    func saved(_ bytes: [UInt8], on loop: isolated EventLoop) async -> Bool {
        await withCheckedContinuation { continuation in
            // Those who wait for the write under way asked before these bytes were; they are served by this one too.
            waiting.append(continuation)
            save(bytes, on: loop)
        }
    }

    private func writeNext(on loop: isolated EventLoop) {
        guard let bytes = next else { return }
        next = nil
        isWriting = true
        let served = waiting
        waiting = []
        Task {
            let failure = await Self.write(bytes, to: path)
            isWriting = false
            onOutcome(failure)
            for continuation in served { continuation.resume(returning: failure == nil) }
            writeNext(on: loop)
        }
    }

    private static func write(_ bytes: [UInt8], to path: String) async -> SystemError? {
        await withCheckedContinuation { continuation in
            do throws(SystemError) {
                try Thread.start(named: "state") {
                    do throws(SystemError) {
                        try DurableFile.replace(path, with: bytes)
                        continuation.resume(returning: nil)
                    } catch {
                        continuation.resume(returning: error)
                    }
                }
            } catch {
                continuation.resume(returning: error)
            }
        }
    }
}
