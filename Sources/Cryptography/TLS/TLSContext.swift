internal import Bytes
internal import COpenSSL

/// What every session of one listener shares: certificates, profile, ticket keys and application protocols.
///
/// Unchecked, because nothing changes it after `init`; threads may make sessions from one `SSL_CTX`. A renewed
/// certificate or a new ticket key makes a new context, and sessions made from the old one live on with it.
@safe package final class TLSContext: @unchecked Sendable {
    /// One for each set of names; the first is for clients that name no host, or an unknown one.
    private var pointers: [OpaquePointer] = unsafe []
    private var names = CertificateNames()
    private let settings: TLSServerSettings

    package init(_ settings: TLSServerSettings) throws(TLSFailure) {
        self.settings = settings
        let groups = CertificateGroups.of(settings.certificates)
        guard !groups.isEmpty else { throw .unusableSetting(reason: "there is no certificate") }
        for (index, group) in groups.enumerated() {
            unsafe pointers.append(try unsafe TLSProfile.makeContext(TLS_server_method(), settings.profile))
            for certificate in group { try unsafe certificate.install(in: pointers[index]) }
            for certificate in group { names.add(certificate.names, at: index) }
            try unsafe settings.clients?.install(in: pointers[index])
            try unsafe connect(pointers[index])
        }
    }

    deinit { for index in unsafe pointers.indices { unsafe SSL_CTX_free(pointers[index]) } }

    /// What a session begins with, before its client has said which name it wants.
    var pointer: OpaquePointer { unsafe pointers[0] }
    package var tickets: TicketKeyRing { settings.tickets }
    var clients: ClientAuthentication? { settings.clients }
    var clock: @Sendable () -> Timestamp { settings.clock }
    package var certificates: [ServerCertificate] { settings.certificates }

    /// Whether clients may show certificates.
    package var asksForCertificates: Bool { clients != nil }

    /// Whether a client that was believed once still would be.
    package func admits(_ client: ClientCertificate) -> Bool {
        clients.map { !$0.denied.contains(client.serial) } ?? false
    }

    /// The context behind a session, from one of OpenSSL's callbacks.
    static func of(_ ssl: OpaquePointer?) -> TLSContext? {
        guard let context = unsafe SSL_get_SSL_CTX(ssl), let object = unsafe SSL_CTX_get_ex_data(context, 0) else {
            return nil
        }
        return unsafe Unmanaged<TLSContext>.fromOpaque(object).takeUnretainedValue()
    }

    /// Ties OpenSSL's callbacks to this object.
    private func connect(_ context: OpaquePointer) throws(TLSFailure) {
        // Tickets are bound to this, so that a listener with another duty never resumes our sessions.
        let duty = settings.clients?.sessionContext ?? Array("evergrant".utf8)
        // One ticket: a player opens one connection after another, not two.
        let ticketCount = settings.tickets.keys.isEmpty || settings.clients?.mode == .required ? 0 : 1
        // Unretained: each session keeps this object alive, and only sessions call back.
        let object = unsafe Unmanaged.passUnretained(self).toOpaque()
        guard unsafe SSL_CTX_set_session_id_context(context, duty, UInt32(duty.count)) == 1,
            unsafe SSL_CTX_set_num_tickets(context, ticketCount) == 1,
            unsafe SSL_CTX_set_ex_data(context, 0, object) == 1
        else { throw .unusableSetting(reason: ErrorQueue.drain()) }
        if ticketCount == 0 { unsafe COpenSSL_forbidTickets(context) }
        unsafe SSL_CTX_set_timeout(context, CLong(CryptographyLimits.ticketLife.components.seconds))
        unsafe TicketSealing.install(in: context)
        unsafe SSL_CTX_set_alpn_select_cb(context, chooseProtocol, object)
        unsafe COpenSSL_setServerNameCallback(context, chooseCertificate)
        unsafe COpenSSL_setStaplingCallback(context, staple)
    }

    fileprivate func pointer(for name: String) -> OpaquePointer? {
        unsafe names.index(for: name).map { unsafe pointers[$0] }
    }

    fileprivate func choice(in offered: Span<UInt8>) -> Range<Int>? {
        // The server's order decides (RFC 7301 §3.2).
        ApplicationProtocol.choice(in: offered, preferring: settings.protocols)
    }

    /// What may be stapled to the certificate that a session has chosen.
    fileprivate func response(for certificate: OpaquePointer?) -> StapledResponse? {
        let chosen = settings.certificates.first { unsafe $0.leaf == certificate }
        guard let response = chosen?.stapled, clock() < response.nextUpdate else { return nil }
        return response
    }
}

/// OpenSSL's question which of the offered protocols to speak; never asked when the client offers none.
private let chooseProtocol: SSL_CTX_alpn_select_cb_func = { _, chosen, chosenCount, offered, offeredCount, context in
    guard let context = unsafe context, let offered = unsafe offered else { return SSL_TLSEXT_ERR_ALERT_FATAL }
    let server = unsafe Unmanaged<TLSContext>.fromOpaque(context).takeUnretainedValue()
    let list = unsafe UnsafeBufferPointer(start: offered, count: Int(offeredCount))
    guard let choice = unsafe server.choice(in: list.span) else {
        return SSL_TLSEXT_ERR_ALERT_FATAL  // RFC 7301 §3.2: no_application_protocol
    }
    unsafe chosen?.pointee = unsafe offered + choice.lowerBound  // OpenSSL copies it when this returns
    unsafe chosenCount?.pointee = UInt8(choice.count)
    return SSL_TLSEXT_ERR_OK
}

/// OpenSSL's question which certificate to show (RFC 6066 §3); a name that nobody has gets the first.
private let chooseCertificate: @convention(c) (OpaquePointer?) -> CInt = { ssl in
    guard let name = unsafe SSL_get_servername(ssl, TLSEXT_NAMETYPE_host_name), let server = unsafe TLSContext.of(ssl),
        let context = unsafe server.pointer(for: String(cString: name))
    else { return SSL_TLSEXT_ERR_NOACK }
    return unsafe SSL_set_SSL_CTX(ssl, context) == nil ? SSL_TLSEXT_ERR_NOACK : SSL_TLSEXT_ERR_OK
}

/// OpenSSL's question what to staple, asked only when the client wants it.
private let staple: @convention(c) (OpaquePointer?) -> CInt = { ssl in
    guard let server = unsafe TLSContext.of(ssl),
        let response = unsafe server.response(for: SSL_get_certificate(ssl))
    else { return SSL_TLSEXT_ERR_NOACK }
    let isStapled = unsafe response.bytes.withUnsafeBufferPointer { bytes in
        unsafe COpenSSL_staple(ssl, bytes.baseAddress, bytes.count) == 1
    }
    return isStapled ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_NOACK
}
