internal import Bytes

/// An Axinom license service message, version 1, around an entitlement message, version 2
/// (docs.axinom.com, "License Service Message" and "Entitlement Message").
///
/// Its structure is kept and its defaults are not: what would be dropped here is refused, and a message must have an
/// end. The key of the site stands for the audience, which the message does not name.
extension TokenClaims {
    init(axinom message: JSONMembers, site: SiteName) throws(JSONError) {
        guard try message.integer("version") == 1 else { throw .unexpected(member: "version", expected: "1") }
        self.init(
            issuer: try message.text("iss", lengthMax: LicensingLimits.tokenTextLengthMax), audience: site,
            subject: try message.text("sub", lengthMax: LicensingLimits.tokenTextLengthMax),
            tokenID: try message.text("id", lengthMax: LicensingLimits.tokenTextLengthMax),
            issuedAt: try message.numericDate("iat"),
            notBefore: try latest(message.date("begin_date"), message.numericDate("nbf")),
            expiresAt: try message.axinomEnd(),
            entitlement: try Entitlement(
                axinom: message.requiring("message", message.object("message"), "an entitlement message")))
        guard tokenID != nil || !entitlement.isForOneUse else {
            throw .unexpected(member: "id", expected: "an ID, as the message is for one use")
        }
    }
}

extension JSONMembers {
    /// A moment as ISO 8601 writes it, with an offset.
    func date(_ member: StaticString) throws(JSONError) -> Timestamp? {
        guard let text = try string(member) else { return nil }
        guard let moment = CivilDate.moment(text) else {
            throw .unexpected(member: "\(member)", expected: "a date and time with an offset, as ISO 8601 has it")
        }
        return moment
    }

    /// The earlier of the message's end and the JWT's, of which JWT libraries like to set theirs.
    fileprivate func axinomEnd() throws(JSONError) -> Timestamp {
        let end = stricter(try date("expiration_date"), try numericDate("exp"), min)
        return try requiring("expiration_date", end, "when the message ends")
    }

    /// A yes or a no, which their examples also write as a string.
    func flag(_ member: StaticString) throws(JSONError) -> Bool? {
        switch item(member)?.string {
        case "true": true
        case "false": false
        default: try boolean(member)
        }
    }

    /// Refuses what is asked for and not done here; asking for it not to be done is fine.
    func refuseFlags(_ members: StaticString..., because reason: String) throws(JSONError) {
        for member in members where try flag(member) == true { throw .refused(member: "\(member)", because: reason) }
    }

    /// Refuses members that are understood and not granted.
    func refuse(_ members: StaticString..., because reason: String) throws(JSONError) {
        for member in members where contains(member) { throw .refused(member: "\(member)", because: reason) }
    }
}

private func latest(_ one: Timestamp?, _ other: Timestamp?) -> Timestamp? { stricter(one, other, max) }
