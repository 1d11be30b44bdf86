internal import Bytes
internal import COpenSSL

/// A name from a certificate's subjectAltName (RFC 5280 §4.2.1.6), as text.
struct AlternativeName: Equatable {
    enum Kind: Equatable { case dns, uri }
    let kind: Kind
    let text: String
}

/// Reading the names of a certificate; a subject's common name is none (RFC 6125 §6.4.4, RFC 9525 §2).
enum AlternativeNames {
    /// The names and URIs in their order: at most `CryptographyLimits.certificateNames`, printable ASCII only.
    static func of(_ certificate: OpaquePointer) -> [AlternativeName] {
        guard let list = unsafe COpenSSL_alternativeNames(certificate) else {
            ErrorQueue.clear()
            return []
        }
        defer { unsafe GENERAL_NAMES_free(list) }
        let count = min(Int(unsafe COpenSSL_countNames(list)), CryptographyLimits.certificateNames)
        return (0..<max(0, count)).compactMap { unsafe name(at: CInt($0), of: list) }
    }

    private static func name(at index: CInt, of list: OpaquePointer) -> AlternativeName? {
        var type: CInt = 0
        var bytes: UnsafePointer<UInt8>?
        let count = unsafe COpenSSL_nameText(list, index, &type, &bytes)
        guard let kind = kind(of: type), count > 0, count <= CInt(CryptographyLimits.certificateNameBytes) else {
            return nil
        }
        let text = unsafe UnsafeBufferPointer(start: bytes, count: Int(count))
        // A NUL or a blank in a name has fooled many a comparison.
        guard unsafe text.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return nil }
        return AlternativeName(kind: kind, text: unsafe String(decoding: text, as: UTF8.self))
    }

    private static func kind(of type: CInt) -> AlternativeName.Kind? {
        switch type {
        case GEN_DNS: .dns
        case GEN_URI: .uri
        default: nil
        }
    }
}
