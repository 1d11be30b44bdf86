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

    init(_ failure: BlockingFailure) {
        switch failure {
        case .timedOut: self = .timedOut
        case .tooManyWaiting: self = .tooManyWaiting
        case .canceled: self = .canceled
        case .noThread(let error): self = .unknown(reason: "\(error)")
        }
    }
}

/// Asks the system's resolver without ever blocking a loop: `getaddrinfo` has no other form than a blocking one.
package final class NameResolver: Sendable {
    /// Threads that may hang in a silent name server at once.
    package static let questionsMax = 8

    private let questions = BlockingCalls(named: "resolver", callsMax: questionsMax)

    package init() {}

    /// The addresses of `host`, in the resolver's order; a numeric host is answered at once.
    package func addresses(
        of host: String, port: UInt16, within deadline: Duration, on loop: isolated EventLoop
    ) async throws(ResolutionFailure) -> [SocketAddress] {
        if let numeric = SocketAddress(numeric: host, port: port) { return [numeric] }
        let result: Result<[SocketAddress], ResolutionFailure>
        do throws(BlockingFailure) {
            result = try await questions.run(within: deadline, on: loop) { Self.lookUp(host, port) }
        } catch {
            throw ResolutionFailure(error)
        }
        return try result.get()
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
}
