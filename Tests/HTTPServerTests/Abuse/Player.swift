import Glibc
import Reactor
import TestSupport

/// A client that behaves: one request at a time, at a steady pace, and the time each took.
extension BlockingClient {
    /// - Parameter firstStream: Odd, and higher than any used before on this connection.
    func latencies(of count: Int, firstStream: Int32) throws -> [Duration] {
        try (0..<Int32(count)).map { index in
            usleep(500)
            let start = EventLoop.monotonicNow()
            try send(HTTP2Frames.get("/fixed", stream: firstStream + 2 * index))
            try awaitEnd(of: firstStream + 2 * index)
            return EventLoop.monotonicNow() - start
        }
    }

    /// Reads until the last frame of that stream.
    func awaitEnd(of stream: Int32) throws {
        var bytes: [UInt8] = []
        while true {
            let more = try receive()
            guard !more.isEmpty else { throw PlayerWasCutOff() }
            bytes += more
            if HTTP2Frames.ends(in: bytes).contains(stream) { return }
        }
    }
}

struct PlayerWasCutOff: Error {}

extension [Duration] {
    /// What one in a hundred exceeds.
    var percentile99: Duration { sorted()[count * 99 / 100] }
}

extension Result where Failure == any Error {
    /// What the work came to, so that others can be told before it is looked at.
    init(_ work: () async throws -> Success) async {
        do { self = .success(try await work()) } catch { self = .failure(error) }
    }
}
