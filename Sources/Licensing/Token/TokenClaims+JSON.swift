internal import Bytes

extension TokenClaims {
    /// Reads a payload whose signature was good.
    ///
    /// Claims we do not know are ignored (RFC 7519 §4), except inside `drm`, which is ours.
    init(parsing payload: [UInt8], site: SiteName) throws(TokenRefusal) {
        do throws(JSONError) {
            let claims = try JSONMembers(parsing: payload)
            if !claims.contains("drm"), claims.contains("message") {
                self = try TokenClaims(axinom: claims, site: site)
                return
            }
            guard claims.isFor(site) else { throw .unexpected(member: "aud", expected: "the site") }
            audience = site
            issuer = try claims.text("iss", lengthMax: LicensingLimits.tokenTextLengthMax)
            subject = try claims.text("sub", lengthMax: LicensingLimits.tokenTextLengthMax)
            tokenID = try claims.text("jti", lengthMax: LicensingLimits.tokenTextLengthMax)
            issuedAt = try claims.numericDate("iat")
            notBefore = try claims.numericDate("nbf")
            expiresAt = try claims.requiring("exp", claims.numericDate("exp"), "when the token ends")
            entitlement = try Entitlement(claims.requiring("drm", claims.object("drm"), "an entitlement"))
        } catch .unexpected(member: "aud", _) {
            throw .wrongAudience
        } catch {
            throw .badClaims(error)
        }
        guard entitlement.content != nil || entitlement.keys != nil else { throw .namesNothing }
        guard tokenID != nil || !entitlement.isForOneUse else {
            throw .badClaims(.unexpected(member: "jti", expected: "an ID, as the token is for one use"))
        }
    }

    /// The payload, without what is nil.
    var json: [UInt8] {
        var json = JSONWriter()
        json.object { json in
            if let issuer { json.member("iss", issuer) }
            json.member("aud", audience.description)
            if let subject { json.member("sub", subject) }
            if let issuedAt { json.member("iat", issuedAt.seconds) }
            if let notBefore { json.member("nbf", notBefore.seconds) }
            json.member("exp", expiresAt.seconds)
            if let tokenID { json.member("jti", tokenID) }
            json.member("drm") { entitlement.write(to: &$0) }
        }
        return json.bytes
    }
}

extension JSONMembers {
    /// Whether `aud`, which is one string or an array of them (RFC 7519 §4.1.3), names `site` and nobody else.
    fileprivate func isFor(_ site: SiteName) -> Bool {
        guard let audience = item("aud") else { return false }
        if audience.says(site.description) { return true }
        guard var audiences = audience.elements, let first = audiences.next(), audiences.next() == nil else {
            return false
        }
        return first.says(site.description)
    }
}
