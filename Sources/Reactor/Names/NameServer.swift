internal import CLinux
internal import Glibc

/// Why a name server gave no answer at all; an answer that says "no" is an answer.
package enum NameServerFailure: Error, Equatable, Sendable {
    case timedOut
    case unreachable(SystemError)
    /// Neither a question nor an answer that the resolver understands.
    case malformed
    case tooManyWaiting
    /// The task that asked was canceled.
    case canceled
}

/// One name server at one address and port, asked directly and not through `/etc/resolv.conf`.
///
/// The bytes are glibc's business (resolver(3)): it makes the question, sends it again when nothing comes back, asks
/// over TCP when an answer is cut, and takes the answer apart.
package final class NameServer: Sendable {
    /// Threads that may wait for a silent server at once.
    package static let questionsMax = 8
    /// A message over TCP has no more (RFC 1035 §4.2.2).
    private static let answerBytesMax = 65_535

    package let address: SocketAddress
    private let questions = BlockingCalls(named: "name-question", callsMax: questionsMax)

    package init(_ address: SocketAddress) { self.address = address }

    /// What the server says of `name`.
    package func question(
        _ name: String, _ type: NameRecordType, within deadline: Duration, on loop: isolated EventLoop
    ) async throws(NameServerFailure) -> NameAnswer {
        let address = address
        // Rounded up: glibc counts in seconds, and the loop's own timer is exact.
        let seconds = CInt(clamping: max(1, (deadline + .milliseconds(999)).components.seconds))
        let result: Result<NameAnswer, NameServerFailure>
        do throws(BlockingFailure) {
            result = try await questions.run(within: deadline, on: loop) {
                Self.ask(address, name, type, seconds)
            }
        } catch {
            throw NameServerFailure(error)
        }
        return try result.get()
    }

    private static func ask(
        _ address: SocketAddress, _ name: String, _ type: NameRecordType, _ seconds: CInt
    ) -> Result<NameAnswer, NameServerFailure> {
        var answer = [UInt8](repeating: 0, count: answerBytesMax)
        let (length, code) = unsafe address.withPointer { server, size in
            unsafe (CLinux_ask(server, size, seconds, name, CInt(type.rawValue), &answer, CInt(answer.count)), errno)
        }
        guard length >= 0 else { return .failure(NameServerFailure(errno: code)) }
        let message = Array(answer.prefix(Int(length)))
        return NameAnswer(parsing: message).map { .success($0) } ?? .failure(.malformed)
    }
}

extension NameServerFailure {
    fileprivate init(errno code: CInt) {
        self =
            switch code {
            case ETIMEDOUT: .timedOut
            case EMSGSIZE, EINVAL: .malformed
            default: .unreachable(SystemError(call: "res_nsend", errno: code))
            }
    }

    fileprivate init(_ failure: BlockingFailure) {
        self =
            switch failure {
            case .timedOut: .timedOut
            case .tooManyWaiting: .tooManyWaiting
            case .canceled: .canceled
            case .noThread(let error): .unreachable(error)
            }
    }
}
