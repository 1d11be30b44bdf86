package import Bytes

/// One element of an XML answer: its name, its text and its children; attributes are skipped.
///
/// For the answers of AWS's older services, which are small and plain. Not a reader of XML in general: a document type,
/// and with it every entity but the five of XML itself, is refused, names keep their prefix, and size and depth are
/// bounded.
package struct XMLElement: Equatable, Sendable {
    package let name: String
    /// The text between the tags, entities resolved; white space around it does not count.
    package internal(set) var text = ""
    package internal(set) var children: [XMLElement] = []

    init(name: String) { self.name = name }

    /// Reads the whole of `bytes`, whose number the caller has bounded.
    package init(parsing bytes: [UInt8]) throws(Malformed) {
        var reader = XMLReader(bytes)
        self = try reader.document()
    }

    /// The first child of that name.
    package subscript(_ name: String) -> XMLElement? { children.first { $0.name == name } }

    package func all(_ name: String) -> [XMLElement] { children.filter { $0.name == name } }

    /// The first element of that name at any depth, this one included.
    package func find(_ name: String) -> XMLElement? {
        if self.name == name { return self }
        for child in children {
            if let found = child.find(name) { return found }
        }
        return nil
    }
}
