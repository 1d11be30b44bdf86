internal import Bytes

extension PackagerKey {
    /// Reads the `Authorization` field of a request.
    ///
    /// Two schemes are understood:
    ///
    /// - `Bearer egk_<id>_<secret>` (RFC 6750 §2.1).
    /// - `Basic` (RFC 7617), for packagers that can only be given a URL, as `https://<id>:<secret>@…`: the user is the
    ///   key's id and the password its secret part. The whole key is welcome as password too, and the user is then
    ///   empty or the id; a user that is another id is refused.
    package init(authorization field: some StringProtocol) throws(PackagerKeyError) {
        guard field.utf8.count <= LicensingLimits.authorizationLengthMax else { throw .malformed }
        let parts = field.split(separator: " ", maxSplits: 1)
        guard parts.count == 2 else { throw .unsupportedScheme }
        switch parts[0].lowercased() {  // RFC 9110 §11.1: schemes have no case.
        case "bearer": try self.init(parts[1])
        case "basic": try self.init(basic: parts[1])
        default: throw .unsupportedScheme
        }
    }

    private init(basic text: some StringProtocol) throws(PackagerKeyError) {
        guard let bytes = try? Base64.standard.decode(text.utf8), let colon = bytes.firstIndex(of: UInt8(ascii: ":"))
        else { throw .malformed }
        let user = String(decoding: bytes[..<colon], as: UTF8.self)
        let password = String(decoding: bytes[(colon + 1)...], as: UTF8.self)
        guard password.utf8.starts(with: Self.prefix.utf8) else {
            try self.init(id: user, secret: password)
            return
        }
        try self.init(password)
        guard user.isEmpty || user == id else { throw .malformed }
    }
}
