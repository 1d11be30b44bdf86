import Daemon
import Foundation
import LocalRegions
import TestSupport
import Testing

@Suite("Supervisor")
struct SupervisorTests {
    @Test("facts arrive as one datagram of lines, also in the abstract namespace", arguments: [false, true])
    func tells(isAbstract: Bool) throws {
        let folder = try TemporaryDirectory()
        let path = folder.url.appending(path: "notify").path
        let socket = try NotifySocket(isAbstract ? "@\(path)" : path)
        let supervisor = Supervisor(environment: ["NOTIFY_SOCKET": socket.name], processID: 1)

        try supervisor.tell([.ready, .status("serving\nseoul")])
        try supervisor.tell([.reloading(at: .seconds(90_000) + .microseconds(17)), .stopping, .isAlive])

        #expect(try socket.next() == ["READY=1", "STATUS=serving seoul"])
        #expect(try socket.next() == ["RELOADING=1", "MONOTONIC_USEC=90000000017", "STOPPING=1", "WATCHDOG=1"])
    }

    @Test("without a socket nothing is told, and a socket that is gone is an error", arguments: [nil, ""])
    func isOptional(socket: String?) throws {
        var environment: [String: String] = [:]
        environment["NOTIFY_SOCKET"] = socket

        try Supervisor(environment: environment, processID: 1).tell([.ready])
        #expect(throws: (any Error).self) {
            try Supervisor(environment: ["NOTIFY_SOCKET": "/nowhere/notify"], processID: 1).tell([.ready])
        }
        let long = "/" + String(repeating: "a", count: 200)
        #expect(throws: (any Error).self) {
            try Supervisor(environment: ["NOTIFY_SOCKET": long], processID: 1).tell([.ready])
        }
    }

    @Test(
        "the watchdog is that of this process",
        arguments: [
            (["WATCHDOG_USEC": "2000000"], Duration.seconds(2)),
            (["WATCHDOG_USEC": "2000000", "WATCHDOG_PID": "7"], .seconds(2)),
            (["WATCHDOG_USEC": "2000000", "WATCHDOG_PID": "8"], nil), (["WATCHDOG_USEC": "0"], nil),
            (["WATCHDOG_USEC": "x"], nil), ([:], nil),
        ] as [([String: String], Duration?)])
    func readsWatchdog(environment: [String: String], expected: Duration?) {
        #expect(Supervisor(environment: environment, processID: 7).watchdog == expected)
    }
}
