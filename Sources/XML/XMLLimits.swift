/// The bounds on documents; whoever reads one may ask for less.
package struct XMLLimits: Equatable, Sendable {
    /// Bytes of a document: CPIX with a thousand keys has some 500,000.
    package var lengthMax = 1 << 20
    /// Elements inside elements; libxml2 would go to 256.
    package var depthMax = 32
    /// Elements of a document, with their ends, comments and instructions.
    package var tagsMax = 32 * 1024

    /// Attributes of an element, its namespaces among them: libxml2 compares each with all before it.
    package var attributesMax = 64

    package init() {}

    package init(lengthMax: Int, depthMax: Int = 32, tagsMax: Int = 32 * 1024, attributesMax: Int = 64) {
        self.lengthMax = lengthMax
        self.depthMax = depthMax
        self.tagsMax = tagsMax
        self.attributesMax = attributesMax
    }
}
