internal import HTTPServer
internal import HTTPWire

/// Lets pages of any origin ask for licenses (Fetch standard §3.2): the token decides, not where the page comes from.
enum CrossOrigin {
    /// Seconds a browser may remember the answer to its preflight; Chromium takes at most two hours.
    private static let preflightSeconds = "7200"

    private static let exposed = "evergrant-region, evergrant-mode, evergrant-record, evergrant-problem, retry-after"

    /// Whatever a page may send besides what needs no permission; PlayReady's players name their SOAP action.
    static var preflight: Response {
        Response(
            status: 204,
            fields: [
                Field("access-control-allow-methods", "POST, OPTIONS"),
                Field("access-control-allow-headers", "authorization, content-type, soapaction, x-axdrm-message"),
                Field("access-control-max-age", preflightSeconds),
            ])
    }

    /// What an answer to a page says; nothing when no page asks.
    static func fields(answering head: RequestHead) -> FieldBlock {
        guard let origin = head.bytes(of: "origin") else { return FieldBlock() }
        var fields = FieldBlock()
        fields.append("access-control-allow-origin", origin.span)
        // Without it a page may not see how the answer came: Resource Timing §4.5.1 hides `nextHopProtocol`.
        fields.append("timing-allow-origin", origin.span)
        fields.append(exposure)
        return fields
    }

    private static let exposure = FieldBlock([
        Field("access-control-expose-headers", exposed), Field("vary", "origin"),
    ])
}
