internal import CLibXML2

/// A document as libxml2 holds it, only until it is copied into our own values.
@safe struct XMLDocument: ~Copyable {
    private let document: UnsafeMutablePointer<xmlDoc>  // owned; freed in deinit

    /// - Precondition: `XMLGuard` has seen the bytes.
    init(parsing bytes: Span<UInt8>) throws(XMLFailure) {
        LibXML2.start()
        guard let context = unsafe xmlNewParserCtxt() else { throw .malformed(line: 0) }
        defer { unsafe xmlFreeParserCtxt(context) }
        let document = unsafe bytes.withUnsafeBytes { bytes in
            unsafe CLibXML2_read(
                context, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), CInt(clamping: bytes.count))
        }
        guard let document = unsafe document else {
            throw .malformed(line: unsafe Int(clamping: context.pointee.lastError.line))
        }
        unsafe self.document = unsafe document
    }

    deinit { unsafe xmlFreeDoc(document) }

    func root(depthMax: Int) throws(XMLFailure) -> XMLElement {
        // Belt and braces: `XMLGuard` lets no document type through.
        guard unsafe document.pointee.intSubset == nil, unsafe document.pointee.extSubset == nil else {
            throw .documentType
        }
        guard let root = unsafe xmlDocGetRootElement(document) else { throw .malformed(line: 1) }
        return try unsafe XMLElement(copying: root, depthLeft: depthMax, depthMax: depthMax)
    }
}

/// libxml2's own state, of which a process has one.
private enum LibXML2 {
    private static let isStarted: Void = xmlInitParser()

    /// Must have happened before several threads parse at a time.
    static func start() { _ = isStarted }
}

extension XMLElement {
    fileprivate init(
        copying node: UnsafeMutablePointer<xmlNode>, depthLeft: Int, depthMax: Int
    ) throws(XMLFailure) {
        guard depthLeft > 0 else { throw .tooDeep(limit: depthMax) }
        var children: [XMLElement] = []
        var text = ""
        var next = unsafe node.pointee.children
        while let child = unsafe next {
            switch unsafe child.pointee.type {
            case XML_ELEMENT_NODE:
                children.append(try unsafe XMLElement(copying: child, depthLeft: depthLeft - 1, depthMax: depthMax))
            case XML_TEXT_NODE, XML_CDATA_SECTION_NODE: text += unsafe copied(child.pointee.content)
            case XML_ENTITY_REF_NODE: throw .documentType
            default: break
            }
            unsafe next = unsafe child.pointee.next
        }
        self.init(
            name: unsafe copied(node.pointee.name), namespace: unsafe copiedNamespace(node.pointee.ns),
            attributes: unsafe copiedAttributes(of: node), text: text, children: children)
    }
}

private func copiedAttributes(of node: UnsafeMutablePointer<xmlNode>) -> [XMLElement.Attribute] {
    var attributes: [XMLElement.Attribute] = []
    var next = unsafe node.pointee.properties
    while let attribute = unsafe next {
        // Without entities, a value is one text or none.
        let value = unsafe attribute.pointee.children.map { unsafe copied($0.pointee.content) } ?? ""
        attributes.append(
            XMLElement.Attribute(
                name: unsafe copied(attribute.pointee.name), namespace: unsafe copiedNamespace(attribute.pointee.ns),
                value: value))
        unsafe next = unsafe attribute.pointee.next
    }
    return attributes
}

private func copiedNamespace(_ namespace: UnsafeMutablePointer<xmlNs>?) -> String? {
    unsafe namespace.map { unsafe copied($0.pointee.href) }
}

private func copied(_ text: UnsafePointer<xmlChar>?) -> String {
    unsafe text.map { unsafe String(cString: $0) } ?? ""
}

private func copied(_ text: UnsafeMutablePointer<xmlChar>?) -> String {
    unsafe text.map { unsafe String(cString: $0) } ?? ""
}
