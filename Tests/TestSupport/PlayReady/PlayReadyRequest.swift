package import Bytes
package import Cryptography

/// A license request on its way, each part open to change.
package struct PlayReadyRequest: Sendable {
    package var header: String
    package var version: String
    package var customData: String?
    package var nonce: [UInt8]
    package var chain: [UInt8]
    package var signingKey: P256PrivateKey
    /// Whom the signature says it is from; the signing key's own point when nil.
    package var claimedKey: P256Point?
    package var serverKey: P256Point
    /// What the certificates are encrypted with and sealed for the server; drawn when nil.
    package var sealedX: Secret?
    /// Replaces the plaintext that holds the certificates.
    package var data: [UInt8]?
    /// Replaces that plaintext with its padding; whole blocks.
    package var paddedData: [UInt8]?
    /// Replaces the digest that is signed.
    package var digest: [UInt8]?
    package var clientTime: Int? = 1_800_000_000

    init(
        header: String, version: String, customData: String?, nonce: [UInt8], chain: [UInt8],
        signingKey: P256PrivateKey, serverKey: P256Point
    ) {
        self.header = header
        self.version = version
        self.customData = customData
        self.nonce = nonce
        self.chain = chain
        self.signingKey = signingKey
        self.serverKey = serverKey
    }

    private static let protocols = "http://schemas.microsoft.com/DRM/2007/03/protocols"
    private static let signature = "http://www.w3.org/2000/09/xmldsig#"
    private static let encryption = "http://www.w3.org/2001/04/xmlenc#"

    package func bytes() throws -> [UInt8] {
        let content = try content()
        let info = Self.info(digest: digest ?? SHA256.digest(Array(content.utf8)))
        let signature = try SigningKey(signingKey).sign(Array(info.utf8))
        return Self.envelope(
            content, info, signature: signature, key: claimedKey?.bytes ?? signingKey.publicPoint.bytes)
    }

    package static func envelope(_ content: String, _ info: String, signature: [UInt8], key: [UInt8]) -> [UInt8] {
        Array(
            """
            <?xml version="1.0" encoding="utf-8"?>\
            <soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body>\
            <AcquireLicense xmlns="\(protocols)"><challenge><Challenge xmlns="\(protocols)/messages">\(content)\
            <Signature xmlns="\(Self.signature)">\(info)<SignatureValue>\(base64(signature))</SignatureValue>\
            <KeyInfo xmlns="\(Self.signature)"><KeyValue><ECCKeyValue><PublicKey>\(base64(key))</PublicKey>\
            </ECCKeyValue></KeyValue></KeyInfo></Signature></Challenge></challenge></AcquireLicense></soap:Body>\
            </soap:Envelope>
            """.utf8)
    }

    package func content() throws -> String {
        let (sealed, encrypted) = try encryptedCertificates()
        let custom = customData.map { "<CustomData>\(Self.escaped($0))</CustomData>" } ?? ""
        let time = clientTime.map { "<ClientTime>\($0)</ClientTime>" } ?? ""
        return """
            <LA xmlns="\(Self.protocols)" Id="SignedData" xml:space="preserve"><Version>\(version)</Version>\
            <ContentHeader>\(header)</ContentHeader>\
            <CLIENTINFO><CLIENTVERSION>4.0.0.0</CLIENTVERSION></CLIENTINFO>\(custom)\
            <LicenseNonce>\(Self.base64(nonce))</LicenseNonce>\(time)\
            <EncryptedData xmlns="\(Self.encryption)" Type="\(Self.encryption)Element">\
            <EncryptionMethod Algorithm="\(Self.encryption)aes128-cbc"></EncryptionMethod>\
            <KeyInfo xmlns="\(Self.signature)"><EncryptedKey xmlns="\(Self.encryption)">\
            <EncryptionMethod Algorithm="\(Self.protocols)#ecc256"></EncryptionMethod>\
            <KeyInfo xmlns="\(Self.signature)"><KeyName>WMRMServer</KeyName></KeyInfo>\
            <CipherData><CipherValue>\(Self.base64(sealed))</CipherValue></CipherData></EncryptedKey></KeyInfo>\
            <CipherData><CipherValue>\(Self.base64(encrypted))</CipherValue></CipherData></EncryptedData></LA>
            """
    }

    package static func info(digest: [UInt8], reference: String = "#SignedData") -> String {
        """
        <SignedInfo xmlns="\(signature)">\
        <CanonicalizationMethod Algorithm="http://www.w3.org/TR/2001/REC-xml-c14n-20010315"></CanonicalizationMethod>\
        <SignatureMethod Algorithm="\(protocols)#ecdsa-sha256"></SignatureMethod><Reference URI="\(reference)">\
        <DigestMethod Algorithm="\(protocols)#sha256"></DigestMethod>\
        <DigestValue>\(base64(digest))</DigestValue></Reference></SignedInfo>
        """
    }

    /// The first half of what is sealed is the vector, the second the key.
    private func encryptedCertificates() throws -> (sealed: [UInt8], encrypted: [UInt8]) {
        while true {
            let x = try sealedX ?? Random.secret(32)
            guard let sealed = try serverKey.seal(x: x) else { continue }
            let bytes = x.withBytes { [UInt8](copying: $0) }
            let vector = Array(bytes.prefix(16))
            let plaintext = paddedData ?? data ?? plainData
            let encrypted = try AES128CBC(key: Secret(copying: bytes.suffix(16))).encrypt(
                plaintext.span, vector: vector, padding: paddedData == nil ? .pkcs7 : .none)
            return (sealed, vector + encrypted)
        }
    }

    /// The base64 is padded with spaces, as real clients do.
    package var plainData: [UInt8] {
        Array(
            """
            <Data><CertificateChains><CertificateChain> \(Self.base64(chain)) </CertificateChain></CertificateChains>\
            <Features><Feature Name="AESCBC"></Feature><REE><AESCBCS></AESCBCS></REE></Features></Data>
            """.utf8)
    }

    private static func base64(_ bytes: [UInt8]) -> String { Base64.standard.encode(bytes) }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }
}
