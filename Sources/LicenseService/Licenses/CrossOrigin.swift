internal import HTTPServer
internal import HTTPWire

/// Lets pages of any origin ask for licenses (Fetch standard §3.2): the token decides, not where the page comes from.
enum CrossOrigin {
    /// Seconds a browser may remember the answer to its preflight; Chromium takes at most two hours.
    private static let preflightSeconds = "7200"

    private static let exposed = "evergrant-region, evergrant-mode, evergrant-record, retry-after"

    static var preflight: Response {
        Response(
            status: 204,
            fields: [
                Field("access-control-allow-methods", "POST, OPTIONS"),
                Field("access-control-allow-headers", "authorization, content-type"),
                Field("access-control-max-age", preflightSeconds),
            ])
    }

    static func allow(_ head: RequestHead, in response: inout Response) {
        guard let origin = head.fields.first("origin") else { return }
        response.head.append(Field("access-control-allow-origin", origin))
        response.head.append(Field("access-control-expose-headers", exposed))
        // Without it a page may not see how the answer came: Resource Timing §4.5.1 hides `nextHopProtocol`.
        response.head.append(Field("timing-allow-origin", origin))
        response.head.append(Field("vary", "origin"))
    }
}
