package import Reactor

/// Whoever started this process and wants to hear how it is: systemd, by the protocol of sd_notify(3).
///
/// Without libsystemd: a datagram of `NAME=value` lines to the socket that `NOTIFY_SOCKET` names.
package struct Supervisor: Sendable {
    package enum Fact: Equatable, Sendable {
        /// Listening and able to answer; after a reload, that it is over.
        case ready
        /// - Parameter at: on the monotonic clock; systemd tells an old word from a new one by it.
        case reloading(at: Duration)
        case stopping
        /// For the watchdog.
        case isAlive
        /// In words, for `systemctl status`.
        case status(String)
    }

    private let socketName: String?
    /// How long it may hear nothing before it takes this process for hung; nil when it does not watch.
    package let watchdog: Duration?

    /// - Parameter processID: ours; a word to another process is not for us (sd_watchdog_enabled(3)).
    package init(environment: [String: String], processID: Int32) {
        socketName = environment["NOTIFY_SOCKET"].flatMap { $0.isEmpty ? nil : $0 }
        let isForUs = environment["WATCHDOG_PID"].map { Int32($0) == processID } ?? true
        let microseconds = environment["WATCHDOG_USEC"].flatMap { Int64($0) }
        watchdog = microseconds.flatMap { isForUs && $0 > 0 ? .microseconds($0) : nil }
    }

    /// Says it, when there is somebody to hear.
    package func tell(_ facts: [Fact]) throws(SystemError) {
        guard let socketName else { return }
        try UnixDatagram.send(Array(facts.map(\.lines).joined(separator: "\n").utf8), to: socketName)
    }
}

extension Supervisor.Fact {
    var lines: String {
        switch self {
        case .ready: "READY=1"
        case .reloading(let moment): "RELOADING=1\nMONOTONIC_USEC=\(moment.wholeMicroseconds)"
        case .stopping: "STOPPING=1"
        case .isAlive: "WATCHDOG=1"
        case .status(let text): "STATUS=\(text.replacing("\n", with: " "))"
        }
    }
}

extension Duration {
    fileprivate var wholeMicroseconds: Int64 {
        components.seconds * 1_000_000 + components.attoseconds / 1_000_000_000_000
    }
}
