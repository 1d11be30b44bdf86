import Daemon
import Testing

@Suite("Inherited sockets")
struct InheritedSocketsTests {
    private func read(_ environment: [String: String]) throws(ConfigurationError) -> InheritedSockets {
        try InheritedSockets(environment: environment, processID: 42, known: ["public", "cleartext", "operator"])
    }

    @Test("names and numbers go together, in the order of systemd, and one name may have several")
    func readsNames() throws {
        let sockets = try read(
            ["LISTEN_PID": "42", "LISTEN_FDS": "3", "LISTEN_FDNAMES": "operator:public:public"])

        #expect(sockets.numbers(named: "operator") == [3])
        #expect(sockets.numbers(named: "public") == [4, 5])
        #expect(sockets.numbers(named: "cleartext") == [])
    }

    @Test(
        "what is meant for another process is left alone",
        arguments: [[:], ["LISTEN_PID": "41", "LISTEN_FDS": "1"], ["LISTEN_PID": "x", "LISTEN_FDS": "1"]])
    func leavesOthers(environment: [String: String]) throws {
        #expect(try read(environment) == .none)
    }

    @Test("one socket without a name of ours is the public one", arguments: [nil, "evergrant.socket", "unknown"])
    func namesAloneSocket(name: String?) throws {
        var environment = ["LISTEN_PID": "42", "LISTEN_FDS": "1"]
        environment["LISTEN_FDNAMES"] = name

        #expect(try read(environment).numbers(named: "public") == [3])
    }

    @Test(
        "what cannot be understood is refused, and never guessed",
        arguments: [
            ("0", "public"), ("-1", "public"), ("33", ""), ("99999999999999999999", "public"), ("x", "public"),
            ("2", "public"), ("2", "public:publik"), ("2", ""), ("1", "public:operator:cleartext"),
        ])
    func refuses(count: String, names: String) {
        #expect(throws: ConfigurationError.self) {
            try read(["LISTEN_PID": "42", "LISTEN_FDS": count, "LISTEN_FDNAMES": names])
        }
    }
}
