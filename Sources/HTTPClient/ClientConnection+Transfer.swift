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

    /// Goes as far as the bytes at hand allow; true when both sides know what they speak.
    func continueHandshake() throws(ConnectionTrouble) -> Bool {
        do throws(TLSFailure) {
            let progress = try tls?.continueHandshake()
            outbox.append(contentsOf: tls?.takeCiphertext() ?? [])
            push()
            return progress == .complete
        } catch { throw .tls(error) }
    }

    /// Moves what waits towards the socket, as much as TLS takes.
    func encipher() throws(ConnectionTrouble) {
        guard tls != nil else {
            outbox.append(contentsOf: unenciphered)
            unenciphered = []
            return
        }
        do throws(TLSFailure) {
            while !unenciphered.isEmpty, case let count? = try tls?.write(unenciphered.span), count > 0 {
                unenciphered.removeFirst(count)
                outbox.append(contentsOf: tls?.takeCiphertext() ?? [])
            }
            outbox.append(contentsOf: tls?.takeCiphertext() ?? [])
        } catch { throw .tls(error) }
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
                (outbox, unenciphered) = ([], [])
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

    /// Hands ciphertext to TLS.
    func takeIn(_ count: Int) throws(ConnectionTrouble) {
        let buffer = buffer  // A reference, not a copy: nothing reads before it is let go.
        do throws(TLSFailure) { try tls?.receive(buffer.span.extracting(..<count)) } catch { throw .tls(error) }
    }
}
