/// A bound for everything a peer controls, for one connection.
package struct WireLimits: Sendable {
    // MARK: A request's head

    /// Bytes of a method; the longest registered one (`UPDATEREDIRECTREF`) has 17.
    package var methodBytes = 24
    /// Bytes of a request target; RFC 9112 §3 wants at least 8,000 to work.
    package var targetBytes = 8_192
    /// Bytes of one field line; a license token and a cookie fit.
    package var fieldLineBytes = 16_384
    /// Bytes of all field lines with their line ends; HTTP/2 counts 32 more a field (RFC 9113 §10.5.1).
    package var headerBytes = 32_768
    /// Fields of a request; browsers send about 20.
    package var headerFields = 100
    /// Bytes of one HTTP/2 header block, behind which the connection ends and no request is refused: about what the
    /// allowed CONTINUATION frames hold in Huffman code, so that only an HPACK bomb gets there.
    package var blockBytes = 262_144
    /// Fields of one HTTP/2 header block, likewise: a careless client sends hundreds, an attack sends thousands.
    package var blockFields = 1_000

    // MARK: A request's body

    /// Bytes of a chunk's size and its extension; nobody sends more than the size.
    package var chunkLineBytes = 256
    /// Bytes of chunk extensions of one body, which would otherwise cost us more than the body pays for.
    package var chunkExtensionBytes = 4_096
    /// Bytes of all trailer lines; they are read and thrown away.
    package var trailerBytes = 8_192
    /// Bytes of a refused body that are read and thrown away before its HTTP/2 stream is reset without knowing whether
    /// the client has read why: several times what a fast client has in flight.
    package var unwantedBodyBytes = 1_048_576
    /// Bytes of the requests of an HTTP/2 connection that were begun and not yet answered, header and body; with the
    /// answers below less than 1 MiB for a connection.
    package var requestBytes = 524_288
    /// Bytes of a body that may still come in pieces while the loop holds nearly all it may of requests: the largest
    /// challenges of players have less, and what has more makes room for many of them by going.
    package var crowdedBodyBytes = 32_768
    /// What an HTTP/2 stream takes besides the bytes of its request, nghttp2's part and ours: 100 of them, empty, on
    /// each of 20,000 connections are not nothing.
    package var streamBytes = 1_024

    // MARK: Requests at a time

    /// Requests read and not yet answered on an HTTP/1.1 connection; beyond it we stop reading.
    package var pipelinedRequests = 16
    /// Streams open at a time on an HTTP/2 connection; RFC 9113 §6.5.2 wants at least 100.
    package var concurrentStreams: UInt32 = 100

    // MARK: HTTP/2 abuse (each ends the connection with ENHANCE_YOUR_CALM)

    /// Stream resets, theirs or provoked, that finished exchanges have not earned back (CVE-2023-44487, CVE-2025-8671).
    package var resets = 200
    /// Frames that ask for nothing: PING, SETTINGS, WINDOW_UPDATE, PRIORITY, unknown types, small DATA, trailers,
    /// HEADERS for a stream that has been.
    package var controlFrames = 1_000
    /// Bytes of a DATA frame that are too few to bring a body forward: it counts as a control frame.
    package var smallDataBytes = 16
    /// Control frames that each request, and each DATA frame of ours, earns back.
    package var controlFramesEarned = 4
    /// Requests before the client has acknowledged our settings, behind which we do not believe that it ever will
    /// (SETTINGS_TIMEOUT): as many as may be open at a time, twice.
    package var requestsBeforeAcknowledgement = 200
    /// PING and SETTINGS acknowledgements waiting to be written (CVE-2019-9512, CVE-2019-9515).
    package var acknowledgementsWaiting = 100
    /// Entries of one SETTINGS frame; the registry has about ten.
    package var settingsEntries = 32
    /// CONTINUATION frames of one header block (CVE-2024-27316); `headerBytes` fits in two, the rest is for refusing.
    package var continuations = 8

    // MARK: Answers

    /// Bytes of answers waiting on one connection; beyond it nothing new is accepted.
    package var outputBytes = 262_144
    /// Bytes waiting on one stream before `canSend` says no.
    package var streamOutputBytes = 131_072
    /// Bytes after which `takeOutput` of HTTP/2 hands over what it has.
    package var outputBatchBytes = 131_072

    package init() {}
}
