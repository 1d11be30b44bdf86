internal import Foundation

/// Drops packets of one address of the loopback, in a network namespace that nobody else lives in.
struct Firewall {
    /// Whether this process has a network of its own, so that a rule of ours cannot cut off anybody else.
    ///
    /// Told by comparing with process 1: `deploy/local/isolated` gives us a namespace that it is not in.
    static var hasOwnNetwork: Bool {
        let manager = FileManager.default
        guard let ours = try? manager.destinationOfSymbolicLink(atPath: "/proc/self/ns/net"),
            let everybodys = try? manager.destinationOfSymbolicLink(atPath: "/proc/1/ns/net")
        else { return false }
        return ours != everybodys
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
