internal import HTTPWire

/// What all answers of a listener say in one second: its responder's standing fields, and the date.
struct SharedFields {
    private var second = -1
    private var standing = FieldBlock()
    private var block = FieldBlock()

    /// The fields now; made anew when the second or the standing fields are others.
    mutating func now(with standing: FieldBlock) -> FieldBlock {
        let second = HTTPDate.secondsSince1970()
        if second != self.second || standing != self.standing {
            (self.second, self.standing, block) = (second, standing, standing)
            block.append(Field("date", HTTPDate.format(second)))
        }
        return block
    }
}
