import Foundation
import LocalRegions
import Testing

/// Makes license tokens that our own mint would never make, signed by OpenSSL's command.
struct TokenForge {
    static let keyName = "forge"

    private let secret: Data
    let site: String

    /// Creates an HS256 key that the server knows.
    static func create(for regions: TwoRegions) async throws -> TokenForge {
        let printed = try await regions.seoul.server.operatorTool.run(
            "token-key", "create", "--site", regions.site.name, "--id", keyName, "--algorithm", "HS256")
        let line = printed.split(separator: "\n").last.map(String.init) ?? ""
        return TokenForge(secret: try #require(Data(base64URL: line)), site: regions.site.name)
    }

    /// A token with this header and these claims, under a good signature.
    func token(header: String, claims: String) async throws -> String {
        let signed = Data(header.utf8).base64URL + "." + Data(claims.utf8).base64URL
        let key = secret.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        let code = try await Command(
            "openssl", ["dgst", "-sha256", "-mac", "HMAC", "-macopt", "hexkey:\(key)", "-binary"]
        ).run(input: Data(signed.utf8))
        return signed + "." + code.output.base64URL
    }

    /// A token that is good but for what the caller changes.
    func token(
        algorithm: String = "HS256", key: String = keyName, extra: String = "", claims: String? = nil
    ) async throws -> String {
        try await token(
            header: #"{"alg":"\#(algorithm)","typ":"JWT","kid":"\#(key)"\#(extra)}"#, claims: claims ?? self.claims())
    }

    /// - Parameter validFrom: Seconds from now.
    func claims(
        site: String? = nil, content: String = "film", validFrom: Int = -60, until: Int = 300,
        drm: String? = nil
    ) -> String {
        let now = Int(Date().timeIntervalSince1970)
        let entitlement = drm ?? #"{"v":1,"content_id":"\#(content)"}"#
        return """
            {"aud":"\(site ?? self.site)","sub":"viewer-1","nbf":\(now + validFrom),"exp":\(now + until),\
            "drm":\(entitlement)}
            """
    }
}

extension Data {
    /// RFC 4648 §5, without padding.
    var base64URL: String {
        base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    init?(base64URL text: String) {
        let standard = text.replacing("-", with: "+").replacing("_", with: "/")
        self.init(base64Encoded: standard + String(repeating: "=", count: (4 - standard.count % 4) % 4))
    }
}
