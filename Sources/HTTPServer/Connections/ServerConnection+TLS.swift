internal import Cryptography
internal import HTTPWire
internal import Reactor

extension ServerConnection {
    /// Passes the bytes just read from the socket through TLS, if there is any, into HTTP.
    ///
    /// - Parameter now: Monotonic time in nanoseconds.
    func decipher(_ count: Int, at now: Int64) throws(ConnectionEnd) {
        guard listener.isSecure else {
            session.receive(listener.readBuffer, count: count, at: now)
            return
        }
        var plaintext = listener.takePlaintext()
        let progress: TLSProgress?
        do throws(TLSFailure) {
            let buffer = listener.readBuffer  // A reference, not a copy: nothing reads before it is let go.
            progress = try extendOutbox { box throws(TLSFailure) in
                try tls?.receive(buffer.span.extracting(first: count), into: &plaintext, answering: &box.bytes)
            }
        } catch { throw .brokenTLS }  // The outbox has the alert that says why.
        if !session.hasAgreed, progress != .shakingHands { session.agree(on: tls?.negotiatedProtocol?.rawValue) }
        session.receive(plaintext, count: plaintext.count, at: now)
        listener.keepPlaintext(plaintext)
        // A request may come in one flight with the end (RFC 8446 §6.1), and is still answered.
        if progress == .closed { hasTLSEnded = true }
    }

    /// Takes what HTTP has to say into the outbox, through TLS if there is any; whether there was anything.
    func encipherAnswers() throws(ConnectionEnd) -> Bool {
        let said = session.takeOutput()
        let isAnything = !said.isEmpty
        guard listener.isSecure else {
            extendOutbox { $0.append(said) }
            return isAnything
        }
        if isAnything {
            if outbox.isEmpty { extendOutbox { $0.append(listener.takeRoom()) } }
            do throws(TLSFailure) {
                _ = try extendOutbox { box throws(TLSFailure) in
                    try tls?.write(said.span, appendingTo: &box.bytes)
                }
            } catch { throw .brokenTLS }
        }
        listener.keepRoom(said)
        return isAnything
    }

    /// Says the end of TLS, if there is any.
    func sayGoodbye() { extendOutbox { tls?.close(appendingTo: &$0.bytes) } }

    /// Who the client has proven to be, unless that was denied since.
    var clientCertificate: ClientCertificate? {
        guard listener.asksForCertificates, let client = tls?.clientCertificate else { return nil }
        return listener.admits(client) ? client : nil
    }
}
