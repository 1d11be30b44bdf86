internal import CLinux
internal import Glibc

/// Why a name has no address.
package enum ResolutionFailure: Error, Equatable, Sendable {
    case unknown(reason: String)
    case timedOut
    /// Earlier questions still hang; asking more would only collect threads.
    case tooManyWaiting
    /// The task that asked was canceled.
    case canceled
}

/// Asks the system's resolver without ever blocking a loop: `getaddrinfo` has no other form than a blocking one.
package final class NameResolver: Sendable {
    /// Threads that may hang in a silent name server at once; each costs a stack of address space.
    package static let questionsMax = 8

    private let waiting = Lock(0)

    package init() {}

    /// The addresses of `host`, in the resolver's order; a numeric host is answered at once.
    package func addresses(
        of host: String, port: UInt16, within deadline: Duration, on loop: isolated EventLoop
    ) async throws(ResolutionFailure) -> [SocketAddress] {
        if let numeric = SocketAddress(numeric: host, port: port) { return [numeric] }
        let answer = Answer()
        let timer = loop.schedule(after: deadline) { answer.give(.failure(.timedOut)) }
        defer { loop.cancel(timer) }
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                answer.await(continuation)
                if Task.isCancelled { answer.give(.failure(.canceled)) } else { ask(host, port, answer) }
            }
        } onCancel: {
            answer.give(.failure(.canceled))
        }
        return try result.get()
    }

    private func ask(_ host: String, _ port: UInt16, _ answer: Answer) {
        let mayAsk = waiting.withLock { count in
            guard count < Self.questionsMax else { return false }
            count += 1
            return true
        }
        guard mayAsk else { return answer.give(.failure(.tooManyWaiting)) }
        do throws(SystemError) {
            try Thread.start(named: "resolver") {
                answer.give(Self.lookUp(host, port))
                self.waiting.withLock { $0 -= 1 }
            }
        } catch {
            waiting.withLock { $0 -= 1 }
            answer.give(.failure(.unknown(reason: "\(error)")))
        }
    }

    private static func lookUp(_ host: String, _ port: UInt16) -> Result<[SocketAddress], ResolutionFailure> {
        var hints = unsafe addrinfo()
        unsafe hints.ai_socktype = CInt(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        let code = unsafe getaddrinfo(host, String(port), &hints, &list)
        guard code == 0 else { return unsafe .failure(.unknown(reason: String(cString: gai_strerror(code)))) }
        defer { unsafe freeaddrinfo(list) }
        var addresses: [SocketAddress] = []
        var next = unsafe list
        while let entry = unsafe next {
            let raw = unsafe UnsafeRawBufferPointer(start: entry.pointee.ai_addr, count: Int(entry.pointee.ai_addrlen))
            unsafe addresses.append(SocketAddress(bytes: [UInt8](raw)))
            unsafe next = entry.pointee.ai_next
        }
        return .success(addresses)
    }

    /// Takes the first answer and forgets later ones: the thread and the deadline race.
    private final class Answer: Sendable {
        typealias Continuation = CheckedContinuation<Result<[SocketAddress], ResolutionFailure>, Never>
        private let continuation = Lock<Continuation?>(nil)

        func await(_ continuation: Continuation) { self.continuation.withLock { $0 = continuation } }

        func give(_ result: Result<[SocketAddress], ResolutionFailure>) {
            continuation.withLock { waiting in
                defer { waiting = nil }
                return waiting
            }?.resume(returning: result)
        }
    }
}
