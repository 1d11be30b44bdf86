import HTTPServer
import Reactor
import Testing

@Suite("Connection census")
struct ConnectionCensusTests {
    private func address(_ text: String) throws -> IPAddress { try #require(IPAddress(text)) }

    @Test(
        "addresses are counted apart, but for those of one /64",
        arguments: [
            ("192.0.2.1", "192.0.2.1", true),
            ("192.0.2.1", "192.0.2.2", false),
            ("192.0.2.1", "::ffff:192.0.2.1", true),
            ("2001:db8::1", "2001:db8::ffff:ffff:ffff:ffff", true),
            ("2001:db8:0:1::1", "2001:db8:0:2::1", false),
            ("::1", "0.0.0.1", false),
        ])
    func countsBlocks(first: String, second: String, areOne: Bool) throws {
        let census = ConnectionCensus(allMax: 10, perAddressMax: 1)

        #expect(census.admit(try address(first)) == .admitted)

        #expect(census.admit(try address(second)) == (areOne ? .tooManyFromAddress : .admitted))
    }

    @Test("the limit on all is for all addresses together, and who was refused takes no room")
    func limitsAll() throws {
        let census = ConnectionCensus(allMax: 2, perAddressMax: 1)
        let (a, b, c) = (try address("192.0.2.1"), try address("192.0.2.2"), try address("192.0.2.3"))

        #expect(census.admit(a) == .admitted)
        #expect(census.admit(a) == .tooManyFromAddress)
        #expect(census.admit(b) == .admitted)
        #expect(census.admit(c) == .full)
        census.leave(b)
        #expect(census.admit(c) == .admitted)

        let standing = census.standing
        #expect((standing.all, standing.refusedFull, standing.refusedAddress) == (2, 1, 1))
    }

    @Test("a proxy's connection is counted by the client it turns out to speak for")
    func identifiesLater() throws {
        let census = ConnectionCensus(allMax: 10, perAddressMax: 1)
        let client = try address("2001:db8::1")

        #expect(census.admit(nil) == .admitted)
        #expect(census.admit(nil) == .admitted)
        #expect(census.identify(client) == .admitted)
        #expect(census.identify(client) == .tooManyFromAddress)
        census.leave(nil)
        census.leave(client)

        #expect(census.standing.all == 0)
        #expect(census.admit(client) == .admitted)
    }
}
