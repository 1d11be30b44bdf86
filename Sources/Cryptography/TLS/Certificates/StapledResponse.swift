internal import Bytes
internal import COpenSSL

/// Why an OCSP response is not stapled.
enum OCSPRefusal: Error, Equatable, CustomStringConvertible {
    case unreadable
    case malformed
    /// The responder had no answer to give (RFC 6960 §2.3).
    case unsuccessful
    /// It speaks of another certificate.
    case foreign
    /// It does not say that the certificate is good.
    case notGood
    /// Its time has not come, is over, or has no end.
    case outOfTime

    var description: String {
        switch self {
        case .unreadable: "it cannot be read, or is too large"
        case .malformed: "it is no OCSP response in DER"
        case .unsuccessful: "the responder gave no answer"
        case .foreign: "it speaks of another certificate"
        case .notGood: "it does not say that the certificate is good"
        case .outOfTime: "it is expired, or not valid yet"
        }
    }
}

/// A signed word of a certificate's authority that it is not revoked, for handshakes to carry (RFC 6066 §8).
struct StapledResponse: Equatable {
    let bytes: [UInt8]
    /// From when on the authority has a newer word.
    let nextUpdate: Timestamp

    init(file: String, for leaf: OpaquePointer, at now: Timestamp) throws(OCSPRefusal) {
        guard let bytes = Self.contents(of: file) else { throw .unreadable }
        try unsafe self.init(bytes, for: leaf, at: now)
    }

    /// Reads what is needed to know that clients would believe it, but for the signature, which they check.
    private init(_ bytes: [UInt8], for leaf: OpaquePointer, at now: Timestamp) throws(OCSPRefusal) {
        self.bytes = bytes
        defer { ErrorQueue.clear() }
        let response = unsafe bytes.withUnsafeBufferPointer { bytes in
            var start = bytes.baseAddress
            return unsafe d2i_OCSP_RESPONSE(nil, &start, bytes.count)
        }
        guard let response = unsafe response else { throw .malformed }
        defer { unsafe OCSP_RESPONSE_free(response) }
        guard unsafe OCSP_response_status(response) == OCSP_RESPONSE_STATUS_SUCCESSFUL else { throw .unsuccessful }
        guard let basic = unsafe OCSP_response_get1_basic(response) else { throw .malformed }
        defer { unsafe OCSP_BASICRESP_free(basic) }
        guard let single = unsafe Self.answer(about: leaf, in: basic) else { throw .foreign }
        nextUpdate = try unsafe Self.end(of: single, at: now)
    }

    /// The part whose serial number is the certificate's.
    private static func answer(about leaf: OpaquePointer, in basic: OpaquePointer) -> OpaquePointer? {
        for index in 0..<max(0, unsafe OCSP_resp_count(basic)) {
            guard let single = unsafe OCSP_resp_get0(basic, index) else { continue }
            var serial: UnsafeMutablePointer<ASN1_INTEGER>?
            let id = unsafe OCSP_SINGLERESP_get0_id(single)
            guard unsafe OCSP_id_get0_info(nil, nil, nil, &serial, id) == 1 else { continue }
            if unsafe ASN1_INTEGER_cmp(serial, X509_get0_serialNumber(leaf)) == 0 { return unsafe single }
        }
        return nil
    }

    private static func end(of single: OpaquePointer, at now: Timestamp) throws(OCSPRefusal) -> Timestamp {
        var thisUpdate: UnsafeMutablePointer<ASN1_GENERALIZEDTIME>?
        var nextUpdate: UnsafeMutablePointer<ASN1_GENERALIZEDTIME>?
        let status = unsafe OCSP_single_get0_status(single, nil, nil, &thisUpdate, &nextUpdate)
        guard status == V_OCSP_CERTSTATUS_GOOD else { throw .notGood }
        guard let start = unsafe ASN1Time.timestamp(thisUpdate), let end = unsafe ASN1Time.timestamp(nextUpdate),
            start <= now + clockTolerance, now < end
        else { throw .outOfTime }
        return end
    }

    /// How far the responder's clock may be ahead of ours.
    private static let clockTolerance: Duration = .seconds(300)

    private static func contents(of path: String) -> [UInt8]? {
        guard let file = unsafe BIO_new_file(path, "rb") else {
            ErrorQueue.clear()
            return nil
        }
        defer { unsafe BIO_free(file) }
        let limit = CryptographyLimits.ocspResponseBytes
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: limit + 1) { buffer, count in
            count = unsafe max(0, Int(BIO_read(file, buffer.baseAddress, CInt(clamping: buffer.count))))
        }
        return bytes.isEmpty || bytes.count > limit ? nil : bytes
    }
}
