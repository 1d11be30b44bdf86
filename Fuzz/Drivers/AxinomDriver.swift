import Bytes
import Cryptography
import Licensing

/// An Axinom-shaped license service message: a payload that we sign ourselves, under a header that names no key.
///
/// What finds the key is read before anybody has checked the signature; the rest is a site's back end's, a peer too.
func feedAxinom(_ input: [UInt8]) throws(BrokenPromise) -> Reading {
    guard let claims = try? claims(of: input) else { return .refused }
    let keys = claims.entitlement.keys ?? []
    try promise(1...64 ~= keys.count && claims.entitlement.content == nil, "a message names 1 to 64 keys")
    let policies = claims.entitlement.policiesBySystem ?? [:]
    try promise(policies.count == 3 && policies[.clearKey] == nil, "a message is for three systems")
    for (system, named) in policies {
        for key in keys {
            guard let name = key.policy, let policy = named[name] else {
                throw BrokenPromise("each key of a message has its policy")
            }
            let isExpressible = policy.fields.allSatisfy { $0.expressibility(in: system) != .inexpressible }
            try promise(isExpressible && policy.systems == [system], "a policy says what its system can express")
        }
    }
    return .read
}

private let secret = Secret(copying: [UInt8](repeating: 0x5A, count: 32))

private func claims(of payload: [UInt8]) throws -> TokenClaims {
    let header = #"{"alg":"HS256"}"#
    let signed = Base64.url.encode(header.utf8) + "." + Base64.url.encode(payload)
    let code = try HMACSHA256(key: secret).code(for: Array(signed.utf8))
    let token = try LicenseToken(parsing: Array("\(signed).\(Base64.url.encode(code))".utf8))
    let key = try TokenKey(site: SiteName("acme"), name: token.keyName, secret: secret)
    return try TokenVerifier(key: key).claims(of: token, at: Timestamp(seconds: 1_800_000_000))
}
