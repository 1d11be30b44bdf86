internal import Bytes
internal import HTTPServer
internal import HTTPWire
internal import Licensing

/// What a DRM system says to its player: a license, or a refusal in its own words.
struct SystemAnswer: Error, Sendable {
    let status: Int
    let mediaType: String
    let bytes: [UInt8]
    /// What it would be called elsewhere: for applications, which the words of their system do not reach.
    var problem: Problem.Code?
    /// Why, for our log alone, when this is an internal error.
    private var reason: String?

    /// A license, which leaves with a record and never without.
    static func license(_ bytes: [UInt8], as mediaType: String) -> SystemAnswer {
        SystemAnswer(status: 200, mediaType: mediaType, bytes: bytes)
    }

    /// For systems without words of their own for a refusal.
    init(_ problem: Problem) {
        let response = Response(problem)
        let bytes: [UInt8] = if case .bytes(let bytes) = response.body { bytes } else { [] }
        self.init(status: response.head.status, mediaType: "application/problem+json", bytes: bytes)
        reason = response.reason
    }

    init(status: Int, mediaType: String, bytes: [UInt8], problem: Problem.Code? = nil) {
        (self.status, self.mediaType, self.bytes, self.problem) = (status, mediaType, bytes, problem)
    }

    var isLicense: Bool { status == 200 }

    /// - Parameter record: So that a viewer's complaint finds its issuance record.
    func response(recordedAs record: UUIDv7? = nil) -> Response {
        var fields = FieldBlock()
        if let record { fields.append("evergrant-record", UUIDText.bytes(of: record.value).span) }
        fields.append(Field("content-type", mediaType))
        fields.append(.noStore)
        // A refusal may quote what a stranger sent: no browser shall take it for a page.
        if !isLicense { fields.append(Field("x-content-type-options", "nosniff")) }
        if let problem { fields.append(Field("evergrant-problem", problem.rawValue)) }
        var response = Response(ResponseHead(status: status, fields), .bytes(bytes))
        response.reason = reason
        return response
    }
}
