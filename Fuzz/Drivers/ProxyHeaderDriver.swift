import HTTPServer

/// The header of the PROXY protocol: read whole or not yet, and never one byte more than belongs to it.
func feedProxyHeader(_ input: [UInt8]) throws(BrokenPromise) -> Reading {
    guard case .complete(let header)? = try? ProxyHeader.read(input) else { return .refused }
    try promise((16...min(input.count, ProxyHeader.bytesMax)).contains(header.byteCount), "a header is in its bytes")
    let alone = try? ProxyHeader.read(Array(input.prefix(header.byteCount)))
    try promise(alone == .complete(header), "what follows a header changes nothing")
    let cut = try? ProxyHeader.read(Array(input.prefix(header.byteCount - 1)))
    try promise(cut == .incomplete, "a header without its last byte is waited for")
    return .read
}
