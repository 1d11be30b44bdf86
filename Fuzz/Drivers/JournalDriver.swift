import Journal

/// A segment: whatever bytes are read as records were written as such, and a change is never read as other records.
func feedJournal(_ input: [UInt8]) throws(BrokenPromise) -> Reading {
    let reading = try readSegment(input)
    try damageSegment(made: input)
    return reading
}

/// Bytes as they come, most of them no segment.
private func readSegment(_ input: [UInt8]) throws(BrokenPromise) -> Reading {
    guard let segment = SegmentBytes(reading: input) else { return .refused }
    try promise(segment.byteCount <= input.count, "what was read was there")
    let prefix = SegmentBytes(reading: Array(input.prefix(segment.byteCount)))
    try promise(prefix?.entries == segment.entries, "the records do not depend on what follows them")
    let sequences = segment.entries.map(\.sequence)
    try promise(zip(sequences, sequences.dropFirst()).allSatisfy { $0 + 1 == $1 }, "records are numbered without gaps")
    return Reading(!segment.entries.isEmpty)
}

/// A segment made of the input, with one byte changed and the end cut off where the input says.
private func damageSegment(made input: [UInt8]) throws(BrokenPromise) {
    guard input.count > 8, let instance = JournalInstance(bytes: [UInt8](repeating: 7, count: 16)) else { return }
    let batches = input.dropFirst(4).split(separator: 0).map { records in
        records.split(separator: 1).map { [UInt8]($0) }
    }.filter { !$0.isEmpty }
    let bytes = SegmentBytes.writing(batches, instance: instance)
    let written = batches.flatMap { $0 }
    let read = SegmentBytes(reading: bytes)
    try promise(read?.entries.map(\.record) == written && read?.end == .whole, "what was written is read")

    let place = (Int(input[0]) << 8 | Int(input[1])) % bytes.count
    let length = bytes.count - Int(input[2]) % (bytes.count - place)
    var damaged = Array(bytes.prefix(length))
    damaged[place] ^= max(1, input[3])
    guard let segment = SegmentBytes(reading: damaged) else { return }
    try promise(written.starts(with: segment.entries.map(\.record)), "a change is never read as other records")
    try promise(segment.byteCount <= place, "nothing behind a change is believed")
    try promise(segment.end != .whole, "a change does not look like the end")
}
