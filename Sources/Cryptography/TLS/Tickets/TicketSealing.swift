internal import Bytes
internal import COpenSSL

/// What OpenSSL asks when a ticket is to be sealed or opened (SSL_CTX_set_tlsext_ticket_key_evp_cb(3)).
///
/// It sets the cipher and the code up; OpenSSL itself compares the code in constant time before it deciphers anything.
enum TicketSealing {
    /// What the answer to OpenSSL means.
    fileprivate enum Answer {
        static let failed: CInt = -1
        /// No ticket is sent, or the one that came is ignored: the handshake is done in full.
        static let none: CInt = 0
        static let opened: CInt = 1
        static let sealed: CInt = 1
        /// The ticket is good, and a new one, under the key of the day, follows.
        static let openedByOlderKey: CInt = 2
    }

    static func install(in context: OpaquePointer) { unsafe COpenSSL_setTicketCallback(context, prepareTicket) }

    /// The four places that OpenSSL lends for one call.
    @unsafe fileprivate struct Place {
        let name: UnsafeMutablePointer<UInt8>
        let vector: UnsafeMutablePointer<UInt8>
        let cipher: OpaquePointer
        let code: OpaquePointer
    }

    fileprivate static func seal(into place: Place, _ ring: TicketKeyRing, at now: Timestamp) -> CInt {
        // With TLS 1.3, OpenSSL would make a broken message of "no ticket": one that nothing opens does less harm.
        guard let key = ring.sealing(at: now) ?? ring.keys.last else { return Answer.none }
        for (index, byte) in key.name.enumerated() { unsafe place.name[index] = byte }
        guard unsafe RAND_bytes(place.vector, vectorByteCount) == 1,
            unsafe start(place, under: key, isSealing: true)
        else { return Answer.failed }
        return Answer.sealed
    }

    fileprivate static func open(_ place: Place, _ ring: TicketKeyRing, at now: Timestamp) -> CInt {
        let name = unsafe UnsafeBufferPointer(start: place.name, count: TicketKey.nameByteCount)
        guard let key = unsafe ring.opening(name.span, at: now) else { return Answer.none }
        guard unsafe start(place, under: key, isSealing: false) else { return Answer.failed }
        return key == ring.sealing(at: now) ? Answer.opened : Answer.openedByOlderKey
    }

    private static func start(_ place: Place, under key: TicketKey, isSealing: Bool) -> Bool {
        key.secret.withBytes { secret in
            unsafe secret.withUnsafeBufferPointer { secret in
                guard let start = secret.baseAddress else { return false }
                return unsafe EVP_CipherInit_ex2(
                    place.cipher, FetchedAlgorithms.aes256CBC, start, place.vector, isSealing ? 1 : 0, nil) == 1
                    && COpenSSL_initializeHMACSHA256(
                        place.code, start + keyByteCount, TicketKey.secretByteCount - keyByteCount) == 1
            }
        }
    }

    /// AES-256.
    private static let keyByteCount = 32
    /// A block of AES.
    private static let vectorByteCount: CInt = 16
}

private let prepareTicket: COpenSSL_ticketCallback = { ssl, name, vector, cipher, code, isSealing in
    guard let name = unsafe name, let vector = unsafe vector, let cipher = unsafe cipher, let code = unsafe code,
        let server = unsafe TLSContext.of(ssl)
    else { return TicketSealing.Answer.failed }
    let place = unsafe TicketSealing.Place(name: name, vector: vector, cipher: cipher, code: code)
    guard isSealing == 1 else { return unsafe TicketSealing.open(place, server.tickets, at: server.clock()) }
    // A ticket would carry the client's certificate past the day it is denied: such clients shake hands in full.
    if unsafe COpenSSL_hasPeerCertificate(ssl) == 1 { return TicketSealing.Answer.none }
    return unsafe TicketSealing.seal(into: place, server.tickets, at: server.clock())
}
