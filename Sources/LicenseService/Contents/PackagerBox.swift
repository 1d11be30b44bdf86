internal import Bytes
internal import Cryptography
internal import DRMSystems
internal import Licensing

/// A `pssh` box that a packager puts into a file, and whose it is.
struct PackagerBox {
    /// As the API calls it.
    let system: String
    let box: PSSHBox

    /// A key's box for each system that reads one.
    ///
    /// FairPlay reads none: its players find the key's ID in the playlist (RFC 8216 §4.3.2.4).
    static func boxes(
        of key: ContentKey, in content: ContentName
    ) throws(CryptographyFailure) -> [PackagerBox] {
        let widevine = WidevinePSSHData(
            keyIDs: [key.keyID], contentID: Array(content.description.utf8), scheme: key.scheme, period: key.period)
        let playReady = PlayReadyObject(try WRMHeader(describing: key))
        return [
            PackagerBox(system: "common", box: PSSHBox(commonWith: [key.keyID])),
            PackagerBox(system: "widevine", box: PSSHBox(widevine)),
            PackagerBox(system: "playready", box: PSSHBox(playReady)),
        ]
    }

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("system", system)
            json.member("box", Base64.standard.encode(box.bytes))
        }
    }
}
