internal import Cryptography
internal import Reactor

// Between socket and TLS.
extension ClientConnection {
    func wait(
        for interest: Interest, until deadline: Duration, on loop: isolated EventLoop
    ) async throws(ConnectionTrouble) {
        let outcome: ReadinessWait.Outcome
        do throws(SystemError) {
            outcome = try await readiness.wait(for: interest, until: deadline, on: loop)
        } catch { throw .lost(error) }
        switch outcome {
        case .ready: return
        case .late: throw .late
        case .canceled: throw .canceled
        }
    }

    /// Moves bytes towards the socket, through TLS if there is any.
    func encipher(_ bytes: [UInt8]) throws(ConnectionTrouble) {
        guard tls != nil else {
            outbox.append(contentsOf: bytes)
            return
        }
        do throws(TLSFailure) { _ = try tls?.write(bytes.span, appendingTo: &outbox) } catch { throw .tls(error) }
    }

    /// Sends what the socket takes.
    ///
    /// A peer that takes nothing more may have answered all the same, and says so in what is still to be read.
    func push() {
        while !outbox.isEmpty {
            do throws(SystemError) {
                guard case .bytes(let count) = try socket.descriptor.send(outbox.span) else { return }
                outbox.removeFirst(count)
            } catch {
                isDeaf = true
                outbox = []
            }
        }
    }

    /// How many bytes came into the buffer: 0 at the end, nil when there are none yet.
    func read() throws(ConnectionTrouble) -> Int? {
        do throws(SystemError) {
            switch try socket.descriptor.read(into: &buffer) {
            case .bytes(let count): return count
            case .wouldBlock: return nil
            case .endOfStream: return 0
            }
        } catch { throw .lost(error) }
    }

    /// Hands TLS the first `count` bytes read, and sends what it says to them.
    func decipher(_ count: Int, into plaintext: inout [UInt8]) throws(ConnectionTrouble) -> TLSProgress? {
        let buffer = buffer  // A reference, not a copy: nothing reads before it is let go.
        do throws(TLSFailure) {
            defer { push() }
            return try tls?.receive(buffer.span.extracting(..<count), into: &plaintext, answering: &outbox)
        } catch { throw .tls(error) }
    }
}
