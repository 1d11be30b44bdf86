import DRMSystems

/// The body of a PlayReady request in which a token is looked for before anybody has read or believed any of it.
func feedCustomData(_ input: [UInt8]) throws(BrokenPromise) -> Reading {
    let found = PlayReadyCustomData.content(of: input[...])
    let behind = PlayReadyCustomData.content(of: (Array("<?xml ?> >".utf8) + input)[...])
    try promise(found.map(Array.init) == behind.map(Array.init), "what stands before a challenge changes nothing")
    guard let found else { return .refused }
    try promise(!found.isEmpty && input[found.indices] == found, "what was found is a part of the body")
    let isPlain = found.allSatisfy { $0 > 0x20 && $0 != UInt8(ascii: "<") && $0 != UInt8(ascii: "&") }
    try promise(isPlain, "a token has neither markup nor white space")
    try promise(input[..<found.startIndex].ends(with: "<CustomData>"), "a token stands behind its tag")
    return .read
}

extension ArraySlice<UInt8> {
    fileprivate func ends(with text: StaticString) -> Bool {
        suffix(text.utf8CodeUnitCount).elementsEqual("\(text)".utf8)
    }
}
