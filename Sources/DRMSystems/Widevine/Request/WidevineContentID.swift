package import Bytes
package import Licensing

/// How long a client means to keep a license (`LicenseType`).
package enum WidevineTerm: UInt64, Sendable {
    case streaming = 1
    case offline = 2
    /// As the server sees fit.
    case automatic = 3
}

/// What a new license is asked for (`LicenseRequest.ContentIdentification`), in any of its three spellings.
package struct WidevineContentID: Equatable, Sendable {
    package private(set) var keyIDs: [KeyID] = []
    /// The packager's own bytes for the content; empty when there are none.
    package private(set) var contentID: [UInt8] = []
    /// The four-character code, when the content says it.
    package private(set) var scheme: UInt64?
    package private(set) var term = WidevineTerm.streaming
    /// Repeated in the license: the client finds its session by it.
    package private(set) var requestID: [UInt8] = []

    /// - Parameter fields: `ContentIdentification`, of which one field stands there.
    package init(_ fields: ProtobufMessage) throws(WidevineRefusal) {
        try WidevineRefusal.reading { () throws(Malformed) in
            switch (try fields.message(1), try fields.message(2), try fields.message(4)) {
            case (let pssh?, nil, nil):
                for payload in try pssh.all(1) { try add(payload) }
                try readHead(of: pssh, at: 2)
            case (nil, let webM?, nil):
                keyIDs = [try KeyID(bytes: webM.bytes(1) ?? [])]
                try readHead(of: webM, at: 2)
            case (nil, nil, let initData?):
                try add(initData)
                try readHead(of: initData, at: 3)
            default: throw Malformed(offset: 0, expected: "one kind of content")
            }
        }
        guard keyIDs.count <= LicensingLimits.requestedKeysMax else {
            throw .tooManyKeyIDs(limit: LicensingLimits.requestedKeysMax)
        }
    }

    /// Key IDs when there are any; else the content's name, if that is what the packager's bytes are.
    ///
    /// Both would be two answers to one question, and the key IDs are the closer one.
    package var content: ContentName? {
        guard keyIDs.isEmpty, !contentID.isEmpty else { return nil }
        return try? ContentName(String(decoding: contentID, as: UTF8.self))
    }

    private mutating func readHead(of fields: ProtobufMessage, at number: UInt32) throws(Malformed) {
        guard let term = WidevineTerm(rawValue: try fields.integer(number) ?? WidevineTerm.streaming.rawValue) else {
            throw Malformed(offset: 0, expected: "a known type of license")
        }
        self.term = term
        requestID = try fields.bytes(number + 1) ?? []
        guard requestID.count <= DRMSystemsLimits.widevineRequestIDLengthMax else {
            throw Malformed(offset: 0, expected: "a request ID within its limit")
        }
    }

    /// `InitData`: whole boxes, of which the first of Widevine counts, or the key ID of a WebM file.
    private mutating func add(_ fields: ProtobufMessage) throws(Malformed) {
        let data = try fields.bytes(2) ?? []
        switch try fields.integer(1) ?? 1 {
        case 1:
            let boxes = try PSSHBox.boxes(in: data)
            guard let box = boxes.first(where: { $0.systemID == PSSHBox.widevineSystem }) else {
                throw Malformed(offset: 0, expected: "a box of Widevine")
            }
            box.keyIDs.forEach { add($0) }
            try add(box.data)
        case 2: keyIDs = [try KeyID(bytes: data)]
        default: throw Malformed(offset: 0, expected: "a known type of initialization data")
        }
    }

    /// The payload of one box (`WidevinePsshData`).
    private mutating func add(_ payload: [UInt8]) throws(Malformed) {
        let fields = try ProtobufMessage(parsing: payload)
        // Entitlement keys open other keys, which the packager would have put into the box: we have none.
        guard try fields.integer(11) ?? 0 == 0 else { throw Malformed(offset: 0, expected: "a box of single keys") }
        for bytes in try fields.all(2) { add(try KeyID(bytes: bytes)) }
        contentID = try fields.bytes(4) ?? contentID
        scheme = try fields.integer(9) ?? scheme
    }

    /// Once: boxes of version 1 list their keys in the head and in the payload.
    ///
    /// One more than may be asked for is enough to know that there are too many.
    private mutating func add(_ keyID: KeyID) {
        guard keyIDs.count <= LicensingLimits.requestedKeysMax, !keyIDs.contains(keyID) else { return }
        keyIDs.append(keyID)
    }
}
