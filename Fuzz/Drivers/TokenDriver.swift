import Bytes
import Cryptography
import Licensing

/// A license token: once as it came in, and once as a header and a payload, one a line, that we sign ourselves.
///
/// No fuzzer guesses a signature, and behind it lies most of the reader: a site's back end is a peer too.
func feedToken(_ input: [UInt8]) throws(BrokenPromise) {
    _ = try? claims(of: input)
    guard let lineFeed = input.firstIndex(of: 0x0A) else { return }
    let encoded = Base64.url.encode(input[..<lineFeed]) + "." + Base64.url.encode(input[(lineFeed + 1)...])
    guard let token = try? signed(encoded), let claims = try? claims(of: token) else { return }
    let mintedAgain = try? TokenMint(name: key().name, secret: secret).token(for: claims)
    let readAgain = try? mintedAgain.map { try FuzzDrivers.claims(of: Array($0.utf8)) }
    try promise(readAgain == claims, "claims that were read and minted again read the same")
}

private let secret = Secret(copying: [UInt8](repeating: 0x5A, count: 32))

private func key() throws -> TokenKey {
    try TokenKey(site: SiteName("acme"), name: TokenKeyName("shop-1"), secret: secret)
}

private func signed(_ encoded: String) throws -> [UInt8] {
    let code = try HMACSHA256(key: secret).code(for: Array(encoded.utf8))
    return Array("\(encoded).\(Base64.url.encode(code))".utf8)
}

private func claims(of token: [UInt8]) throws -> TokenClaims {
    try TokenVerifier(key: key()).claims(of: LicenseToken(parsing: token), at: Timestamp(seconds: 1_800_000_000))
}
