internal import Cryptography
internal import HTTPWire
internal import Reactor

extension ServerConnection {
    /// Passes the bytes just read from the socket through TLS, if there is any, into HTTP.
    func decipher(_ count: Int) throws(ConnectionEnd) {
        guard listener.isSecure else {
            session?.receive(listener.readBuffer, count: count)
            return
        }
        do throws(TLSFailure) {
            let buffer = listener.readBuffer  // A reference, not a copy: nothing reads before it is let go.
            try tls?.receive(buffer.span.extracting(first: count))
            guard try agreeOnProtocol() else { return }
            var plaintext: [UInt8] = []
            let hasEnded = try tls?.readAll(appendingTo: &plaintext) == true
            session?.receive(plaintext, count: plaintext.count)
            // A request may come in one flight with the end (RFC 8446 §6.1), and is still answered.
            if hasEnded { hasTLSEnded = true }
        } catch {
            refuse(error)
            throw .brokenTLS
        }
    }

    /// Takes what HTTP has to say into the outbox, through TLS if there is any; whether there was anything.
    func encipherAnswers() throws(ConnectionEnd) -> Bool {
        let said = session?.takeOutput() ?? []
        let isAnything = !said.isEmpty
        guard listener.isSecure else {
            outbox.append(said)
            return isAnything
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
        return isAnything
    }

    /// Whether both sides know what they speak.
    private func agreeOnProtocol() throws(TLSFailure) -> Bool {
        if session != nil { return true }
        guard try tls?.continueHandshake() == .complete else { return false }
        session = HTTPSession(negotiated: tls?.negotiatedProtocol?.rawValue, listener.commons)
        return true
    }

    /// Lets the alert that says why out, as far as the socket takes it.
    private func refuse(_ failure: TLSFailure) {
        outbox.append(tls?.takeCiphertext() ?? [])
        try? outbox.send(to: socket)
    }
}
