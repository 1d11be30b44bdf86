internal import Bytes
package import XML

extension WRMHeader {
    static let namespace = "http://schemas.microsoft.com/DRM/2007/03/PlayReadyHeader"

    /// Reads the XML of a header, in UTF-8.
    package init(parsing bytes: [UInt8]) throws(WRMHeaderFailure) {
        let limits = XMLLimits(lengthMax: DRMSystemsLimits.playReadyHeaderLengthMax)
        guard let element = try? XMLElement(parsing: bytes, limits: limits) else { throw .malformed }
        try self.init(element)
    }

    package init(_ element: XMLElement) throws(WRMHeaderFailure) {
        guard element.name == "WRMHEADER", let text = element.attribute("version") else { throw .malformed }
        guard let version = Version(rawValue: text) else { throw .unsupportedVersion }
        guard let data = element.child("DATA") else { throw .malformed }
        let keys = try Self.keys(in: data, version)
        guard 1...version.keysMax ~= keys.count, Set(keys.map(\.keyID)).count == keys.count else { throw .malformed }
        self.init(
            version: version, keys: keys, licenseURL: data.child("LA_URL").map(\.text).flatMap { $0.isEmpty ? nil : $0 }
        )
    }

    private static func keys(in data: XMLElement, _ version: Version) throws(WRMHeaderFailure) -> [Key] {
        guard version > .v4_0 else { return [try key(of: data)] }
        guard let protection = data.child("PROTECTINFO") else { throw .malformed }
        let list = version == .v4_1 ? protection : protection.child("KIDS")
        var keys: [Key] = []
        for element in list?.children("KID") ?? [] {
            guard let keyID = element.attribute("VALUE") else { throw .malformed }
            keys.append(
                try key(keyID, element.attribute("ALGID"), checksum: element.attribute("CHECKSUM"), version))
        }
        return keys
    }

    /// 4.0 says everything in elements, and cannot name two keys.
    private static func key(of data: XMLElement) throws(WRMHeaderFailure) -> Key {
        guard let keyID = data.child("KID"), let protection = data.child("PROTECTINFO"),
            protection.child("KEYLEN").map({ $0.text == "16" }) != false
        else { throw .malformed }
        return try key(
            keyID.text, protection.child("ALGID")?.text, checksum: data.child("CHECKSUM")?.text, .v4_0)
    }

    private static func key(
        _ keyID: String, _ cipher: String?, checksum: String?, _ version: Version
    ) throws(WRMHeaderFailure) -> Key {
        let isKnown = cipher.map { text in
            Cipher(rawValue: text).map { $0 == .ctr || version == .v4_3 } == true
        }
        guard isKnown ?? (version == .v4_3), let keyID = try? KeyID(guid: PlayReadyBase64.decode(keyID)) else {
            throw .malformed
        }
        let checksum = try checksum.map { (text) throws(WRMHeaderFailure) in try Self.checksum(text) }
        return Key(keyID: keyID, cipher: cipher.flatMap(Cipher.init), checksum: checksum)
    }

    private static func checksum(_ text: String) throws(WRMHeaderFailure) -> [UInt8] {
        guard let bytes = try? PlayReadyBase64.decode(text), bytes.count == PlayReadyChecksum.byteCount else {
            throw .malformed
        }
        return bytes
    }

    /// The XML as Microsoft asks for it: attributes in the order of their names, ends spelled out, no white space.
    package var xml: [UInt8] {
        var xml = XMLWriter()
        xml.element("WRMHEADER", [("xmlns", Self.namespace), ("version", version.rawValue)]) { xml in
            xml.element("DATA") { xml in
                version == .v4_0 ? writeElements(to: &xml) : writeAttributes(to: &xml)
                if let licenseURL, !licenseURL.isEmpty { xml.element("LA_URL", text: licenseURL) }
            }
        }
        return xml.bytes
    }

    private func writeElements(to xml: inout XMLWriter) {
        xml.element("PROTECTINFO") { xml in
            xml.element("KEYLEN", text: "16")
            xml.element("ALGID", text: Cipher.ctr.rawValue)
        }
        for key in keys {
            xml.element("KID", base64: key.keyID.guid)
            if let checksum = key.checksum { xml.element("CHECKSUM", base64: checksum) }
        }
    }

    private func writeAttributes(to xml: inout XMLWriter) {
        xml.element("PROTECTINFO") { xml in
            version == .v4_1 ? writeKeys(to: &xml) : xml.element("KIDS") { writeKeys(to: &$0) }
        }
    }

    private func writeKeys(to xml: inout XMLWriter) {
        for key in keys {
            var attributes: [(StaticString, String)] = []
            if let cipher = key.cipher { attributes.append(("ALGID", cipher.rawValue)) }
            if let checksum = key.checksum { attributes.append(("CHECKSUM", Base64.standard.encode(checksum))) }
            attributes.append(("VALUE", Base64.standard.encode(key.keyID.guid)))
            xml.element("KID", attributes)
        }
    }
}
