import Bytes
import Licensing
import Testing

private let id = "0123456789abcdef"
private let secret = Base64.url.encode([UInt8](0..<32).map { 0xFF - $0 * 5 })
private let printed = "egk_\(id)_\(secret)"

private func basic(_ credentials: String) -> String { "Basic " + Base64.standard.encode(credentials.utf8) }

@Suite("Packager key")
struct PackagerKeyTests {
    @Test("a generated key is printed, read back, and admitted by its credential alone")
    func roundTrips() throws {
        let key = try PackagerKey.generate()
        let other = try PackagerKey.generate()
        let credential = PackagerCredential(key, site: try Samples.site())

        let back = try PackagerKey(key.printed)

        #expect(back.printed == key.printed)
        #expect(key.printed.count == 64)
        #expect(credential.admits(back))
        #expect(!credential.admits(other))
        #expect(!PackagerCredential(id: key.id, site: try Samples.site(), secretDigest: []).admits(key))
        #expect(
            !PackagerCredential(id: other.id, site: try Samples.site(), secretDigest: credential.secretDigest).admits(
                key))
    }

    @Test("a secret with the right id and one other bit is not admitted", arguments: [0, 255])
    func comparesEachBit(bit: Int) throws {
        let key = try PackagerKey(printed)
        var bytes = Samples.bytes(of: key.secret)
        bytes[bit / 8] ^= 1 << UInt8(bit % 8)
        let changed = try PackagerKey("egk_\(id)_\(Base64.url.encode(bytes))")
        #expect(!PackagerCredential(key, site: try Samples.site()).admits(changed))
    }

    @Test(
        "each way to present a key is understood",
        arguments: [
            "Bearer \(printed)", "bearer \(printed)", basic("\(id):\(secret)"), basic("\(id):\(printed)"),
            basic(":\(printed)"),
        ])
    func reads(field: String) throws {
        #expect(try PackagerKey(authorization: field).printed == printed)
    }

    @Test(
        "anything else is refused",
        arguments: [
            "", "Bearer", "Bearer ", "Bearer  \(printed)", "Bearer \(printed) ", "Bearer \(secret)", "Basic", "Basic !",
            basic("x"), basic("\(id):"), basic(":\(secret)"), basic("someone:\(printed)"), basic("\(id):\(secret)="),
            "Digest \(printed)", printed, "Bearer egk_\(id)\(secret)", "Bearer egk__\(secret)",
            "Bearer egk_\(id)_", "Bearer egk_\(id)_\(secret)A", "Bearer EGK_\(id)_\(secret)",
            "Bearer egk_\(id.dropLast())_\(secret)", "Bearer " + String(repeating: "a", count: 2_000),
        ])
    func refuses(field: String) {
        #expect(throws: PackagerKeyError.self) { try PackagerKey(authorization: field) }
    }

    @Test("a description never shows the secret")
    func hides() throws {
        let key = try PackagerKey(printed)
        #expect(!"\(key)".contains(secret))
        #expect(!String(reflecting: key).contains(secret))
    }
}
