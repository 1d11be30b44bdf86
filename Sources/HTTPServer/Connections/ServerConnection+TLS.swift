internal import Cryptography
internal import HTTPWire
internal import Reactor

extension ServerConnection {
    /// Passes bytes from the socket through TLS, if there is any, into HTTP.
    func decipher(_ bytes: Span<UInt8>) throws(ConnectionEnd) -> [WireEvent] {
        guard listener.isSecure else { return session?.receive(bytes) ?? [] }
        do throws(TLSFailure) {
            try tls?.receive(bytes)
            guard try agreeOnProtocol() else { return [] }
            var plaintext: [UInt8] = []
            let hasEnded = try tls?.readAll(appendingTo: &plaintext) == true
            let events = session?.receive(plaintext) ?? []
            // A request may come in one flight with the end (RFC 8446 §6.1), and is still answered.
            if hasEnded { session?.endOfInput() }
            return events
        } catch {
            refuse(error)
            throw .brokenTLS
        }
    }

    /// Takes what HTTP has to say into the outbox, through TLS if there is any; whether there was anything.
    func encipherAnswers() throws(ConnectionEnd) -> Bool {
        let said = session?.takeOutput() ?? []
        guard listener.isSecure else {
            outbox.append(said)
            return !said.isEmpty
        }
        do throws(TLSFailure) {
            unenciphered.append(contentsOf: said)
            while !unenciphered.isEmpty, case let count? = try tls?.write(unenciphered.span), count > 0 {
                unenciphered.removeFirst(count)
                outbox.append(tls?.takeCiphertext() ?? [])
            }
            outbox.append(tls?.takeCiphertext() ?? [])
        } catch {
            throw .brokenTLS
        }
        return !said.isEmpty
    }

    /// Whether both sides know what they speak.
    private func agreeOnProtocol() throws(TLSFailure) -> Bool {
        if session != nil { return true }
        guard try tls?.continueHandshake() == .complete else { return false }
        session = HTTPSession(
            negotiated: tls?.negotiatedProtocol?.rawValue, limits: listener.wireLimits,
            bodyLimit: listener.responder.bodyBytesMax)
        return true
    }

    /// Lets the alert that says why out, as far as the socket takes it.
    private func refuse(_ failure: TLSFailure) {
        outbox.append(tls?.takeCiphertext() ?? [])
        try? outbox.send(to: socket)
    }
}
