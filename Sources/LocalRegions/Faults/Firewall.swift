internal import Foundation

/// Drops packets of one address of the loopback, in a network namespace that nobody else lives in.
struct Firewall {
    /// Whether this process has a network of its own, so that a rule of ours cannot cut off anybody else.
    ///
    /// `deploy/local/isolated` says so, and there is indeed nothing in it but a loopback.
    static var hasOwnNetwork: Bool {
        guard ProcessInfo.processInfo.environment["EVERGRANT_ISOLATED"] == "yes",
            let table = try? String(contentsOfFile: "/proc/net/dev", encoding: .utf8)
        else { return false }
        let interfaces = table.split(separator: "\n").dropFirst(2).map { $0.prefix { $0 != ":" } }
        return interfaces.allSatisfy { $0.drop { $0 == " " } == "lo" }
    }

    /// Nobody is told: a packet is dropped, not refused, which is what a lost site looks like from outside.
    static func drop(_ address: String) async throws {
        try await change("-I", address)
    }

    static func pass(_ address: String) async throws {
        try await change("-D", address)
    }

    private static func change(_ action: String, _ address: String) async throws {
        guard hasOwnNetwork else {
            throw LocalRegionsFailure.notPossible(
                "Cutting a network needs one of our own: start this under deploy/local/isolated, as root.")
        }
        let program = try SystemProgram.find("iptables")
        for direction in ["--destination", "--source"] {
            try await Command(program, ["--wait", action, "INPUT", direction, address, "--jump", "DROP"]).run()
        }
    }
}
