import XML

/// A document: its texts written and read again are the same, and a slice is the element it is named after.
func feedXML(_ input: [UInt8]) throws(BrokenPromise) -> Reading {
    if let range = try? XMLSlice.range(of: "LA", in: input.span) {
        let slice = Array(input[range])
        try promise(slice.starts(with: "<LA".utf8) && slice.suffix(5).elementsEqual("</LA>".utf8), "a slice is whole")
        if let element = try? XMLElement(parsing: slice) {
            try promise(element.name == "LA", "a slice that can be read is the element it is named after")
        }
    }
    guard let element = try? XMLElement(parsing: input) else { return .refused }
    try check(element, depth: 1)
    return .read
}

private func check(_ element: XMLElement, depth: Int) throws(BrokenPromise) {
    try promise(depth <= XMLLimits().depthMax, "nothing is deeper than the limit")
    for text in [element.text] + element.attributes.map(\.value) {
        var xml = XMLWriter()
        xml.element("x", [("y", text)]) { $0.append(escaping: text) }
        let read = try? XMLElement(parsing: xml.bytes)
        try promise(read?.text == text && read?.attribute("y") == text, "a text that was read is written as it is")
    }
    for child in element.children { try check(child, depth: depth + 1) }
}
