import Bytes
import DRMSystems
import Licensing

/// A Clear Key request: whatever is read names some keys, and asks the same when it is written plainly.
func feedClearKey(_ input: [UInt8]) throws(BrokenPromise) -> Reading {
    guard let license = try? ClearKeyRequest(parsing: input).license else { return .refused }
    let isBounded = 1...LicensingLimits.requestedKeysMax ~= license.keyIDs.count
    try promise(isBounded, "a request names one key or more, up to the limit")
    var json = JSONWriter()
    json.object { json in
        json.member("kids") { json in
            json.array { json in license.keyIDs.forEach { json.string(Base64.url.encode($0.bytes)) } }
        }
    }
    let readAgain = try? ClearKeyRequest(parsing: json.bytes).license
    try promise(readAgain == license, "a request that was read and written asks the same")
    return .read
}
