import HTTPClient
import Testing

@Suite("Addresses of services")
struct HTTPAddressTests {
    @Test(
        "a URL is taken apart",
        arguments: [
            ("https://drm.example.com/health", "drm.example.com", 443, "/health", "drm.example.com"),
            ("HTTPS://drm.example.com", "drm.example.com", 443, "/", "drm.example.com"),
            ("http://127.0.0.1:8080?a=b", "127.0.0.1", 8080, "/?a=b", "127.0.0.1:8080"),
            ("https://[::1]:8443/a/b?c", "::1", 8443, "/a/b?c", "[::1]:8443"),
            ("https://[::1]", "::1", 443, "/", "[::1]"), ("https://a:443/", "a", 443, "/", "a"),
            ("http://a:443/", "a", 443, "/", "a:443"),
        ] as [(String, String, UInt16, String, String)])
    func parses(url: String, host: String, port: UInt16, path: String, authority: String) throws {
        let address = try HTTPAddress(parsing: url)

        #expect(address.host == host)
        #expect(address.port == port)
        #expect(address.path == path)
        #expect(address.authority == authority)
    }

    @Test(
        "what is no URL of a service is refused with its reason",
        arguments: [
            ("drm.example.com/health", .badScheme), ("ftp://a/", .badScheme), ("https:/a", .badScheme),
            ("", .badScheme), ("https://", .badHost), ("https:///health", .badHost), ("https://:443/", .badHost),
            ("https://::1/", .badHost), ("https://[::1/", .badHost), ("https://[a]/", .badHost),
            ("https://a:/", .badPort), ("https://a:0/", .badPort), ("https://a:65536/", .badPort),
            ("https://a:+1/", .badPort), ("https://a:1:2/", .badPort), ("https://[::1]443/", .badPort),
            ("https://user:secret@a/", .badPort), ("https://user@a/", .badURL), ("https://a/#part", .badURL),
            ("https://a/ b", .badURL), ("https://a/\r\nx: y", .badURL), ("https://ä/", .badURL),
            ("https://a/" + String(repeating: "x", count: 2_048), .badURL),
        ] as [(String, HTTPAddressError)])
    func refuses(url: String, error: HTTPAddressError) {
        #expect(throws: error) { try HTTPAddress(parsing: url) }
    }

    @Test("an address is written as it was read")
    func describes() throws {
        for url in ["https://drm.example.com/health?a=b", "http://[::1]:8080/", "https://a:8443/"] {
            #expect(try "\(HTTPAddress(parsing: url))" == url)
        }
    }
}
