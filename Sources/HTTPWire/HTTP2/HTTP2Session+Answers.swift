internal import CNGHTTP2

// What is said back.
extension HTTP2Session {
    /// Answers a request; nothing happens when it is not open or has its answer.
    package func respond(to stream: StreamID, head: ResponseHead, body: ResponseBody) {
        guard let stream = announced(stream), stream.answer == .none else { return }
        let isBodyWritten = head.allowsBody && !stream.isHead
        switch body {
        case .complete(let bytes):
            stream.answer = .complete
            if isBodyWritten { enqueue(bytes, on: stream) }
            let length = head.allowsBody ? bytes.count : nil
            submit(head, length: length, on: stream, hasBody: isBodyWritten && !bytes.isEmpty)
        case .streaming:
            stream.answer = isBodyWritten ? .streaming : .complete
            submit(head, length: nil, on: stream, hasBody: isBodyWritten)
        }
    }

    package func send(_ bytes: [UInt8], on stream: StreamID) {
        guard !bytes.isEmpty, let stream = announced(stream), stream.answer == .streaming else { return }
        enqueue(bytes, on: stream)
        wake(stream)
    }

    package func finish(_ stream: StreamID) {
        guard let stream = announced(stream), stream.answer == .streaming else { return }
        stream.answer = .complete
        wake(stream)
    }

    /// Whether more of that answer's body is welcome now: false while the peer's window is shut.
    package func canSend(on stream: StreamID) -> Bool {
        guard let stream = announced(stream) else { return false }
        return stream.unsentBytes < limits.streamOutputBytes && unsentBytes < limits.outputBytes
    }

    /// Tells a client that waits with its body to go on (RFC 9110 §10.1.1).
    func sendContinue(on stream: HTTP2Stream) {
        guard let session = unsafe session else { return }
        unsafe HeaderList([Field(":status", "100")]).withFields { fields, count in
            _ = unsafe nghttp2_submit_headers(
                session, UInt8(NGHTTP2_FLAG_NONE.rawValue), stream.id, nil, fields, count, nil)
        }
    }

    /// - Parameter isSmall: A piece of a body that a client lets out byte by byte earns it nothing (CVE-2019-9511).
    func answerSent(on id: Int32, isSmall: Bool, isWhole: Bool) {
        if !isSmall || isWhole { controlFrames.earn(limits.controlFramesEarned) }
        guard isWhole, let stream = stream(id) else { return }
        stream.isAnswerSent = true
        resets.earn()
        if !stream.isRequestEnded { answeredEarly(stream) }
    }

    private func announced(_ id: StreamID) -> HTTP2Stream? {
        guard let number = Int32(exactly: id.number), let stream = stream(number) else { return nil }
        return stream.isAnnounced ? stream : nil
    }

    private func enqueue(_ bytes: [UInt8], on stream: HTTP2Stream) {
        stream.enqueue(bytes)
        unsentBytes += bytes.count
    }

    /// Makes nghttp2 ask for data again, after it was told that there was none.
    private func wake(_ stream: HTTP2Stream) {
        guard let session = unsafe session else { return }
        unsafe nghttp2_session_resume_data(session, stream.id)
    }

    private func submit(_ head: ResponseHead, length: Int?, on stream: HTTP2Stream, hasBody: Bool) {
        guard let session = unsafe session else { return }
        unsafe commons.http2.list(head, length: length) { fields, count in
            var source = unsafe HTTP2Callbacks.answerSource(stream)
            if hasBody {
                _ = unsafe nghttp2_submit_response(session, stream.id, fields, count, &source)
            } else {
                _ = unsafe nghttp2_submit_response(session, stream.id, fields, count, nil)
            }
        }
    }
}
