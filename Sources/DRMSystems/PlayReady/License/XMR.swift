internal import Bytes

/// The objects of an XMR license, PlayReady's binary form; numbers have their highest byte first.
enum XMR {
    enum Kind: UInt16 {
        case outer = 0x0001
        case globalPolicy = 0x0002
        case playPolicy = 0x0004
        case outputLevels = 0x0005
        case analogOutputs = 0x0007
        case analogOutput = 0x0008
        case keyMaterial = 0x0009
        case contentKey = 0x000A
        case signature = 0x000B
        case settings = 0x000D
        case expiration = 0x0012
        case issueDate = 0x0013
        case deviceKey = 0x002A
        case digitalAudioOutputs = 0x002E
        case expirationAfterFirstPlay = 0x0030
        case digitalAudioOutput = 0x0031
        case embeddingBehavior = 0x0033
        case minimumSecurityLevel = 0x0034
        case playEnablers = 0x0036
        case playEnabler = 0x0039
        case removalDate = 0x0050
        case digitalVideoOutputs = 0x0058
        case digitalVideoOutput = 0x0059

        /// 1 lets nobody use a license who does not know the object, and 2 says that it holds objects.
        var flags: UInt16 {
            switch self {
            case .outer, .globalPolicy, .keyMaterial, .analogOutputs, .digitalAudioOutputs, .digitalVideoOutputs: 3
            case .playPolicy, .playEnablers: 2
            case .issueDate, .embeddingBehavior, .removalDate, .playEnabler: 0
            default: 1
            }
        }
    }

    /// Magic, version, rights ID.
    static let headLength = 24
    static let version: UInt32 = 3
    /// Bytes of the signature object, which stands last.
    static let signatureLength = 28
}

extension [UInt8] {
    /// Adds an object; what it holds counts with its own head of eight bytes.
    mutating func append(_ kind: XMR.Kind, _ body: [UInt8]) {
        append(bigEndian: kind.flags)
        append(bigEndian: kind.rawValue)
        append(bigEndian: UInt32(clamping: body.count + 8))
        self += body
    }

    mutating func append(_ kind: XMR.Kind, _ value: UInt16) { append(kind, [], value) }

    mutating func append(_ kind: XMR.Kind, _ values: UInt32...) {
        var body: [UInt8] = []
        for value in values { body.append(bigEndian: value) }
        append(kind, body)
    }

    mutating func append(_ kind: XMR.Kind, _ before: [UInt8], _ values: UInt16...) {
        var body = before
        for value in values { body.append(bigEndian: value) }
        append(kind, body)
    }
}
