import Licensing

/// Issuance records: one spelling each, so what is read is written with the very same bytes.
func feedIssuance(_ input: [UInt8]) throws(BrokenPromise) -> Reading {
    guard let record = try? IssuanceRecord(parsing: input) else { return .refused }
    try promise(record.encoded == input, "a record that was read is written with the same bytes")
    try promise(record.contents.count <= record.keys.count, "no content without a key")
    return .read
}
