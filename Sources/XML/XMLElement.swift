/// An element that was read: what it is called, what it says and what stands in it.
///
/// Comments and instructions are gone, and where between the children a text stood is not kept: no document of ours
/// means anything by it.
package struct XMLElement: Equatable, Sendable {
    package struct Attribute: Equatable, Sendable {
        /// Without its prefix.
        package let name: String
        package let namespace: String?
        package let value: String

        package init(name: String, namespace: String? = nil, value: String) {
            self.name = name
            self.namespace = namespace
            self.value = value
        }
    }

    /// Without its prefix.
    package let name: String
    package let namespace: String?
    package let attributes: [Attribute]
    /// Its own text, without that of its children.
    package let text: String
    package let children: [XMLElement]

    package init(
        name: String, namespace: String? = nil, attributes: [Attribute] = [], text: String = "",
        children: [XMLElement] = []
    ) {
        self.name = name
        self.namespace = namespace
        self.attributes = attributes
        self.text = text
        self.children = children
    }

    /// The one child of that name; nil when there is none or more than one, for two readers may choose differently.
    package func child(_ name: String) -> XMLElement? {
        var found: XMLElement?
        for child in children where child.name == name {
            guard found == nil else { return nil }
            found = child
        }
        return found
    }

    /// The element at the end of a path of such children.
    package func descendant(_ path: String...) -> XMLElement? {
        var element = self
        for name in path {
            guard let child = element.child(name) else { return nil }
            element = child
        }
        return element
    }

    package func children(_ name: String) -> [XMLElement] { children.filter { $0.name == name } }

    package func attribute(_ name: String, namespace: String? = nil) -> String? {
        attributes.first { $0.name == name && $0.namespace == namespace }?.value
    }
}
