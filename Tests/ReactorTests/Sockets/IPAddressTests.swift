import Reactor
import Testing

@Suite("IP addresses")
struct IPAddressTests {
    @Test(
        "an address is written as it was read, in its shortest form",
        arguments: [
            ("192.0.2.1", "192.0.2.1"), ("0.0.0.0", "0.0.0.0"), ("255.255.255.255", "255.255.255.255"), ("::", "::"),
            ("::1", "::1"), ("2001:DB8:0:0::7", "2001:db8::7"), ("::ffff:192.0.2.1", "192.0.2.1"),
            ("::192.0.2.1", "::192.0.2.1"), ("fe80::1", "fe80::1"),
        ])
    func readsAndWrites(text: String, written: String) throws {
        #expect(try #require(IPAddress(text)).description == written)
    }

    @Test(
        "what is no bare address is none",
        arguments: [
            "", "localhost", "192.0.2", "192.0.2.256", "192.0.2.01", "0x7f.1", "192.0.2.1:80", "[::1]", "::1%lo", ":::",
            "1:2:3:4:5:6:7:8:9", "127.0.0.1\0", "127.0.0.1 ", " 127.0.0.1",
        ])
    func refuses(text: String) {
        #expect(IPAddress(text) == nil)
    }
}
