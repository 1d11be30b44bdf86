package import Foundation

/// A name server of this machine that takes dynamic updates.
package protocol LocalNameServer: Actor {
    nonisolated var zone: LocalZone { get }
    nonisolated var host: String { get }
    nonisolated var port: UInt16 { get }
    nonisolated var key: UpdateKey { get }
    /// Holds `key` in BIND's form, readable by its owner only.
    nonisolated var keyFile: URL { get }

    /// Ends it as an operator would.
    func stop() async
    /// Makes it silent: the kernel still takes connections and packets, and nobody answers.
    func halt() async
    func resume()
}

extension KnotServer: LocalNameServer {}
