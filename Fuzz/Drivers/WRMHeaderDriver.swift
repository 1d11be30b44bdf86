import DRMSystems
import Licensing

/// A PlayReady header, or the object around one: whatever is read names some keys, and is the same when written again.
func feedWRMHeader(_ input: [UInt8]) throws(BrokenPromise) -> Reading {
    let header = (try? WRMHeader(parsing: input)) ?? (try? PlayReadyObject(parsing: input))?.header
    guard let header else { return .refused }
    try promise(1...LicensingLimits.requestedKeysMax ~= header.keys.count, "a header names 1 to 64 keys")
    try promise((try? WRMHeader(parsing: header.xml)) == header, "a header that was read and written is the same")
    let object = PlayReadyObject(header)
    guard object.bytes.count <= DRMSystemsLimits.playReadyObjectLengthMax else { return .refused }
    try promise((try? PlayReadyObject(parsing: object.bytes)) == object, "and so is the object around it")
    return .read
}
