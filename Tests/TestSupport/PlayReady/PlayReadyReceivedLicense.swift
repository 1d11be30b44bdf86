package import Bytes
import Cryptography
package import DRMSystems

/// A license in PlayReady's binary form as a player takes it apart, its code checked and its key unsealed.
package struct PlayReadyReceivedLicense {
    package let rightsID: [UInt8]
    package let outer: XMRObject
    package let keyID: KeyID
    /// 1 is AES in counter mode, 5 in cipher block chaining.
    package let keyKind: UInt16
    package let contentKey: [UInt8]

    package init(parsing bytes: [UInt8], as device: PlayReadyTestDevice) throws {
        let read = PlayReadyPlayerFailure.unless
        try read(bytes.starts(with: [0x58, 0x4D, 0x52, 0, 0, 0, 0, 3]) && bytes.count > 24, "no XMR of version 3")
        rightsID = Array(bytes[8..<24])
        let objects = try XMRObject.list(Array(bytes[24...]))
        try read(objects.count == 1 && objects[0].type == 1, "one container")
        outer = objects[0]
        let code = try outer.only(0x000B)
        try read(outer.children.last?.type == 0x000B && code.flags == 1, "the code stands last")
        try read(code.body.starts(with: [0, 1, 0, 16]), "an AES-CMAC")
        let sealed = try outer.only(0x000A).body
        try read(sealed.count == 150 && sealed[18..<22] == [0, 3, 0, 128], "a key sealed with ElGamal")
        try read(
            outer.only(0x002A).body == [0, 1, 0, 64] + device.encryptionKey.publicPoint.bytes, "for this device")
        guard let x = try device.encryptionKey.open(sealed.span.extracting(last: 128)) else {
            throw PlayReadyPlayerFailure("the key does not open")
        }
        let halves = x.withBytes { [UInt8](copying: $0) }
        let expected = try AESCMAC(key: Secret(copying: halves.prefix(16))).code(for: Array(bytes.dropLast(28)))
        try read(Array(code.body.dropFirst(4)) == expected, "the code is another license's")
        keyID = try KeyID(guid: Array(sealed.prefix(16)))
        keyKind = UInt16(sealed[16]) << 8 | UInt16(sealed[17])
        contentKey = Array(halves.suffix(16))
    }
}

/// One object of a license: containers hold others.
package struct XMRObject: Equatable, Sendable {
    package let flags: UInt16
    package let type: UInt16
    package let body: [UInt8]
    package let children: [XMRObject]

    package static func list(_ bytes: [UInt8]) throws -> [XMRObject] {
        var objects: [XMRObject] = []
        var cursor = ByteCursor()
        while cursor.offset < bytes.count {
            let flags = try cursor.next(UInt16.self, in: bytes)
            let type = try cursor.next(UInt16.self, in: bytes)
            let body = try cursor.next(Int(cursor.next(UInt32.self, in: bytes)) - 8, in: bytes)
            objects.append(
                XMRObject(flags: flags, type: type, body: body, children: flags & 2 == 0 ? [] : try list(body)))
        }
        return objects
    }

    /// Every object of that type in here, however deep.
    package func all(_ type: UInt16) -> [XMRObject] {
        (self.type == type ? [self] : []) + children.flatMap { $0.all(type) }
    }

    package func only(_ type: UInt16) throws -> XMRObject {
        let found = all(type)
        try PlayReadyPlayerFailure.unless(found.count == 1, "\(found.count) objects of type \(type)")
        return found[0]
    }
}
