import Bytes
import Testing

@Suite("Secret")
struct SecretTests {
    struct Holder {
        let name = "content key"
        let key: Secret
    }

    struct Refusal: Error {}

    static let bytes: [UInt8] = Array("sesame".utf8)

    static func spellings(of value: Any) -> [String] {
        var dumped = ""
        dump(value, to: &dumped)
        return ["\(value)", String(describing: value), String(reflecting: value), dumped]
    }

    @Test("no way of printing a secret shows its bytes")
    func neverPrints() {
        let secret = Secret(copying: Self.bytes)
        let texts =
            Self.spellings(of: secret) + Self.spellings(of: Holder(key: secret)) + Self.spellings(of: [secret])
            + Self.spellings(of: Optional(secret) as Any) + [secret.description, secret.debugDescription]

        for text in texts {
            #expect(text.contains("secret of 6 bytes"))
            for form in ["sesame", "736573616d65", "115", "0x73", "storage", "0x0000"] {
                #expect(!text.contains(form), "\(text)")
            }
        }
    }

    @Test("a secret is made of a part of another, and of two, the first one first")
    func parts() {
        let (one, two) = (Secret(copying: [1, 2, 3]), Secret(copying: [4]))
        let joined = Secret(joining: one, two)
        let all = [joined, joined.part(1..<4), joined.part(0..<0), Secret(joining: two, one)]

        let bytes = all.map { secret in secret.withBytes { [UInt8](copying: $0) } }

        #expect(bytes == [[1, 2, 3, 4], [2, 3, 4], [], [4, 1, 2, 3]])
    }

    @Test("a mirror of a secret has no children")
    func hasNoChildren() {
        #expect(Mirror(reflecting: Secret(copying: Self.bytes)).children.isEmpty)
    }

    @Test("the bytes that went in are the bytes that are lent", arguments: [0, 1, 6, 4096])
    func lends(count: Int) {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
        let secret = Secret(copying: bytes)

        #expect(secret.count == count)
        #expect(secret.withBytes { [UInt8](copying: $0) } == bytes)
    }

    @Test("a secret whose filling fails is never made")
    func failedFilling() {
        #expect(throws: Refusal.self) {
            try Secret(count: 16) { (span) throws(Refusal) in
                span[0] = 1
                throw Refusal()
            }
        }
    }
}
