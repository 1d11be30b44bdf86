internal import CNGHTTP2

/// What the HTTP/2 connections of one loop use one after the other.
final class HTTP2Room {
    let memory = HTTP2Memory()
    // Unchecked: nothing that is done with these calls anybody who knows this object, so no access can begin within
    // another, and to have that checked at run time costs more than what is done.
    @exclusivity(unchecked) private var answerFields = AnswerFields()
    /// For the bytes of a header block.
    @exclusivity(unchecked) var fieldBytes: [UInt8] = []

    /// Lists an answer's fields for nghttp2.
    func list(_ head: ResponseHead, length: Int?, _ body: (UnsafePointer<nghttp2_nv>?, Int) -> Void) {
        unsafe answerFields.with(head, length: length, body)
    }
}
