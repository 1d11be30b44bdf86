import HTTPServer
import Reactor
import Testing

@Suite("Address ranges")
struct AddressRangeTests {
    @Test(
        "a range holds the addresses of its prefix and no others",
        arguments: [
            ("10.0.0.0/8", "10.255.0.1", true), ("10.0.0.0/8", "11.0.0.1", false), ("10.0.0.0/8", "::10.0.0.1", false),
            ("10.0.0.0/8", "::ffff:10.9.9.9", true), ("0.0.0.0/0", "203.0.113.7", true), ("0.0.0.0/0", "::1", false),
            ("192.0.2.7", "192.0.2.7", true), ("192.0.2.7", "192.0.2.6", false), ("192.0.2.6/31", "192.0.2.7", true),
            ("2001:db8::/32", "2001:db8:ffff::1", true), ("2001:db8::/32", "2001:db9::1", false),
            ("::1", "::1", true), ("::/0", "2001:db8::1", true), ("::/0", "192.0.2.1", false),
        ])
    func contains(range: String, address: String, isIn: Bool) throws {
        let range = try #require(AddressRange(range))

        #expect(range.contains(try #require(IPAddress(address))) == isIn)
    }

    @Test(
        "what is no range, or more likely a slip, is refused",
        arguments: [
            "", "/", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/+8", "10.0.0.0/8/8", "10.0.0.1/8", "10/8",
            "localhost", "::1/64", "2001:db8::/129", "fe80::1%eth0", "192.0.2.01", "192.0.2.1 ", "10.0.0.0/8\0",
            "192.0.2.1\u{0}9",
        ])
    func refuses(text: String) {
        #expect(AddressRange(text) == nil)
    }
}
