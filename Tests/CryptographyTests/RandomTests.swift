import Bytes
import Cryptography
import Testing

@Suite("Random")
struct RandomTests {
    @Test("as many bytes come as were asked for", arguments: [0, 1, 16, 1000])
    func counts(count: Int) throws {
        #expect(try Random.bytes(count).count == count)
        #expect(try Random.secret(count).count == count)
    }

    @Test("sixteen bytes never come twice")
    func distinct() throws {
        var seen: Set<[UInt8]> = []

        for _ in 0..<1000 {
            #expect(seen.insert(try Random.bytes(16)).inserted)
            #expect(seen.insert(try Random.secret(16).withBytes { [UInt8](copying: $0) }).inserted)
        }
    }
}
