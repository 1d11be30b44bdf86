import DRMSystems

/// `pssh` boxes: one spelling each, so what is read is written with the very same bytes.
func feedPSSH(_ input: [UInt8]) throws(BrokenPromise) -> Reading {
    let boxes = try? PSSHBox.boxes(in: input)
    let single = try? PSSHBox(parsing: input)
    try promise(single == (boxes?.count == 1 ? boxes?.first : nil), "one box and a row of one box are the same")
    guard let boxes else { return .refused }
    try promise(boxes.flatMap(\.bytes) == input, "boxes that were read are written with the same bytes")
    return .read
}
