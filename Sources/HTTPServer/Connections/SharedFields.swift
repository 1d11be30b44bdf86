internal import HTTPWire

/// What all answers of a listener say in one second: its responder's standing fields, and the date.
struct SharedFields {
    private let second: Int
    private let standing: FieldBlock
    let block: FieldBlock

    init(_ standing: FieldBlock, second: Int) {
        (self.second, self.standing) = (second, standing)
        var block = standing
        block.append(Field("date", HTTPDate.format(second)))
        self.block = block
    }

    /// Whether this is what would be made now.
    func holds(_ standing: FieldBlock, second: Int) -> Bool { second == self.second && standing == self.standing }
}
