/// A bound for everything a server controls, for one request of ours.
package struct ResponseLimits: Sendable {
    /// Bytes of a status line; nobody's reason phrase is longer than a few words.
    package var statusLineBytes = 1_024
    /// Interim answers (1xx) before the final one; 100 and 103 make two.
    package var interimResponses = 8
    /// Bytes of a body; what is longer is refused and not cut.
    package var bodyBytes = 1_048_576
    /// Fields, chunks and HTTP/2 frames: bounded as they are in what clients send us.
    package var wire = WireLimits()

    package init() {}
}
