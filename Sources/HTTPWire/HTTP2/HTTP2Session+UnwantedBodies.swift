internal import Bytes
internal import CNGHTTP2

// What becomes of a body that nobody wants: the request has its answer before it has ended.
//
// RFC 9113 §8.1 lets us reset the stream with NO_ERROR behind the answer. Right behind it, the reset would reach a
// client in the middle of its sending, and such a client may report a broken stream instead of the answer it has not
// looked at yet. So a PING goes first, and the reset follows when it has come back: then the answer has been read.
extension HTTP2Session {
    /// Called when the last byte of an answer has gone out and its request has not ended.
    func answeredEarly(_ stream: HTTP2Stream) {
        guard !hasInputEnded, stream.unwantedBytes <= limits.unwantedBodyBytes else { return stopClient(on: stream) }
        ping(about: stream.id)
    }

    /// Counts what still comes; nghttp2 refills the windows it took.
    func throwAway(_ count: Int, of stream: HTTP2Stream) {
        stream.unwantedBytes = min(stream.unwantedBytes, limits.unwantedBodyBytes) + count
        if stream.isAnswerSent && stream.unwantedBytes > limits.unwantedBodyBytes { stopClient(on: stream) }
    }

    /// The client has read everything we said before that PING.
    func roundTripEnded(about id: Int32) {
        guard let stream = stream(id) else { return id == 0 ? noticeArrived() : () }
        if stream.isAnswerSent && !stream.isRequestEnded { stopClient(on: stream) }
    }

    func stopClient(on stream: HTTP2Stream) {
        guard !stream.isReset else { return }
        stream.isReset = true
        reset(stream.id, NGHTTP2_NO_ERROR)
    }

    /// Asks for an echo that tells what it is about: a stream, or with 0 the notice of the connection's end.
    func ping(about id: Int32) {
        guard let session = unsafe session else { return }
        var payload = [UInt8](repeating: 0, count: 4)
        payload.append(bigEndian: UInt32(bitPattern: id))
        unsafe payload.withUnsafeBufferPointer { bytes in
            _ = unsafe nghttp2_submit_ping(session, UInt8(NGHTTP2_FLAG_NONE.rawValue), bytes.baseAddress)
        }
    }
}
