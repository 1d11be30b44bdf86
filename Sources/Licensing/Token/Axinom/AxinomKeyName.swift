internal import Bytes

/// The key of a token whose header names none.
enum AxinomKeyName {
    /// Its `com_key_id`.
    ///
    /// Read before anybody has checked the signature, and trusted with nothing: it only finds the key to check with.
    static func find(in payload: [UInt8]) throws(TokenRefusal) -> TokenKeyName {
        let missing = TokenRefusal.badHeader(.unexpected(member: "kid", expected: "the name of a key"))
        do throws(JSONError) {
            if let name = try JSONMembers(parsing: payload).name("com_key_id", TokenKeyName.init) { return name }
        } catch .unexpected {
            throw .badClaims(.unexpected(member: "com_key_id", expected: "the name of a key"))
        } catch {
            throw missing
        }
        throw missing
    }
}
