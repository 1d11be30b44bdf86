internal import Bytes
internal import Cryptography
internal import Licensing

/// Writes the keys of one license (`License.KeyContainer`), each encrypted under the license's own key.
struct WidevineKeyContainers {
    private enum Kind: UInt64 {
        case signing = 1
        case content = 2
        case keyControl = 3
    }

    private let cipher: AES128CBC
    private let keyControl: ProtobufWriter?

    init(encryptionKey: Secret, keyControl: ProtobufWriter?) throws(CryptographyFailure) {
        cipher = try AES128CBC(key: encryptionKey)
        self.keyControl = keyControl
    }

    func content(_ granted: GrantedKey) throws(CryptographyFailure) -> ProtobufWriter {
        var fields = ProtobufWriter()
        fields.append(1, bytes: granted.key.keyID.bytes)
        try append(granted.key.key, .content, to: &fields)
        let security = granted.terms?.security.widevine ?? .softwareCrypto
        fields.append(5, integer: UInt64(security.rawValue))
        if let protection = granted.terms?.outputProtection { fields.append(6, message: protection) }
        if let keyControl { fields.append(8, message: keyControl) }
        fields.append(12, bytes: Array(granted.key.track.rawValue.utf8))
        return fields
    }

    /// The key that signs renewals and releases: 64 bytes, the server's half first.
    func signing(_ key: Secret) throws(CryptographyFailure) -> ProtobufWriter {
        var fields = ProtobufWriter()
        try append(key, .signing, to: &fields)
        return fields
    }

    /// What a renewal has instead of keys.
    static func keyControl(_ control: ProtobufWriter) -> ProtobufWriter {
        var fields = ProtobufWriter()
        fields.append(4, integer: Kind.keyControl.rawValue)
        fields.append(8, message: control)
        return fields
    }

    private func append(_ key: Secret, _ kind: Kind, to fields: inout ProtobufWriter) throws(CryptographyFailure) {
        let vector = try Random.bytes(AES128CBC.blockByteCount)
        fields.append(2, bytes: vector)
        fields.append(3, bytes: try cipher.encrypt(key, vector: vector, padding: .pkcs7))
        fields.append(4, integer: kind.rawValue)
    }
}

extension KeyTerms {
    /// `OutputProtection`, or nil when no output is restricted.
    fileprivate var outputProtection: ProtobufWriter? {
        guard hdcp != nil || analogOutput != nil else { return nil }
        var fields = ProtobufWriter()
        if let hdcp { fields.append(1, integer: hdcp.widevineNumber) }
        if let analogOutput {
            fields.append(2, integer: analogOutput.widevineNumber)
            if analogOutput == .forbidden { fields.append(4, integer: 1) }
        }
        return fields
    }
}

extension HDCPVersion {
    fileprivate var widevineNumber: UInt64 {
        switch self {
        case .v1: 1
        case .v2: 2
        case .v2_1: 3
        case .v2_2: 4
        case .v2_3: 5
        case .noDigitalOutput: 255
        }
    }
}

extension AnalogOutput {
    /// CGMS-A; who forbids the output altogether forbids copies of it too.
    fileprivate var widevineNumber: UInt64 {
        switch self {
        case .copyFreely: 0
        case .copyOnce: 2
        case .copyNever, .forbidden: 3
        }
    }
}
