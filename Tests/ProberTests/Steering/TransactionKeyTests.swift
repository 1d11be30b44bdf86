import Bytes
import Daemon
import Testing

@testable import Prober

@Suite("TSIG key files")
struct TransactionKeyTests {
    private static let secret = Base64.standard.encode([UInt8](repeating: 0x5a, count: 32))

    private func parse(_ text: String) throws(ConfigurationError) -> TransactionKey {
        try TransactionKey(parsing: Secret(copying: text.utf8), for: "dns.keyFile")
    }

    @Test(
        "what tsig-keygen, keymgr and people write is read",
        arguments: [
            "key \"evergrant\" {\n\talgorithm hmac-sha256;\n\tsecret \"\(secret)\";\n};\n",
            "// ours\nkey evergrant. { algorithm HMAC-SHA256; secret \(secret); };",
            """
            # hmac-sha256:evergrant:\(secret)
            key:
              - id: evergrant
                algorithm: hmac-sha256
                secret: \(secret)
            """,
            "hmac-sha256:evergrant:\(secret)\n",
        ])
    func forms(text: String) throws {
        let key = try parse(text)

        #expect(key.name.text == "evergrant")
        #expect(key.algorithm == "hmac-sha256")
        #expect(key.secret.withBytes { bytes in bytes.indices.map { bytes[$0] } } == Array(Self.secret.utf8))
    }

    @Test(
        "anything else is refused, and what it holds is not repeated",
        arguments: [
            "", "evergrant", "hmac-md5:evergrant:\(secret)", "hmac-sha256:evergrant:c2hvcnQ=",
            "hmac-sha256:evergrant:\(secret)!", "hmac-sha256:ever\u{7f}grant:\(secret)", "key", "key evergrant secret",
            "key \"evergrant\" { secret \"\(secret)\"; };",
        ])
    func refused(text: String) {
        let error = #expect(throws: ConfigurationError.self) { try parse(text) }
        #expect(error?.key == "dns.keyFile")
        #expect(error?.description.contains(Self.secret) == false)
    }

    @Test("a key does not show its secret when it is printed")
    func unprinted() throws {
        #expect(!"\(try parse("hmac-sha512:evergrant:\(Self.secret)"))".contains(Self.secret))
    }
}
