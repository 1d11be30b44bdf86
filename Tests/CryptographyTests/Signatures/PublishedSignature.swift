import Bytes
import Cryptography
import Testing

/// A key pair, a message and its signature, as an RFC prints them.
struct PublishedSignature: Sendable, CustomTestStringConvertible {
    let source: String
    let algorithm: SignatureAlgorithm
    /// The point, 64 bytes or 32, and the private number.
    let publicKey: [UInt8]
    let privateKey: [UInt8]
    let message: [UInt8]
    let signature: [UInt8]

    var testDescription: String { source }

    /// The key as SubjectPublicKeyInfo (RFC 5480 §2, RFC 8410 §4).
    var subjectPublicKeyInfo: [UInt8] {
        let head =
            switch algorithm {
            case .es256: "3059301306072a8648ce3d020106082a8648ce3d03010703420004"
            case .edDSA: "302a300506032b6570032100"
            }
        return hex(head) + publicKey
    }

    /// The key as PKCS #8 in PEM (RFC 5915, RFC 8410 §7).
    var privatePEM: Secret {
        let head =
            switch algorithm {
            case .es256: "304102010030" + "1306072a8648ce3d020106082a8648ce3d030107" + "0427302502010104" + "20"
            case .edDSA: "302e020100300506032b657004220420"
            }
        return Secret(copying: Array(pem("PRIVATE KEY", hex(head) + privateKey).utf8))
    }

    var publicPEM: [UInt8] { Array(pem("PUBLIC KEY", subjectPublicKeyInfo).utf8) }

    private func pem(_ label: String, _ der: [UInt8]) -> String {
        "-----BEGIN \(label)-----\n\(Base64.standard.encode(der))\n-----END \(label)-----\n"
    }

    static let rfc7515 = PublishedSignature(
        source: "RFC 7515 A.3",
        algorithm: .es256,
        publicKey: url("f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU")
            + url("x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"),
        privateKey: url("jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI"),
        message: Array(
            ("eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQog"
                + "Imh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ").utf8),
        signature: url("DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q"))

    static let rfc8037 = PublishedSignature(
        source: "RFC 8037 A.4",
        algorithm: .edDSA,
        publicKey: url("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"),
        privateKey: url("nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"),
        message: Array("eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc".utf8),
        signature: url("hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg"))

    static let rfc8032 = [
        PublishedSignature(
            source: "RFC 8032 §7.1 test 1",
            algorithm: .edDSA,
            publicKey: hex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"),
            privateKey: hex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"),
            message: [],
            signature: hex(
                "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555"
                    + "fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b")),
        PublishedSignature(
            source: "RFC 8032 §7.1 test 2",
            algorithm: .edDSA,
            publicKey: hex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"),
            privateKey: hex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"),
            message: [0x72],
            signature: hex(
                "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                    + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00")),
        PublishedSignature(
            source: "RFC 8032 §7.1 test 3",
            algorithm: .edDSA,
            publicKey: hex("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025"),
            privateKey: hex("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7"),
            message: [0xAF, 0x82],
            signature: hex(
                "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
                    + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a")),
    ]

    static let all = [rfc7515, rfc8037] + rfc8032
}

/// Bytes of a constant in these tests; a misprint gives none, and the test that needs them fails.
func hex(_ text: String) -> [UInt8] { (try? Hex.decode(Array(text.utf8))) ?? [] }

private func url(_ text: String) -> [UInt8] { (try? Base64.url.decode(Array(text.utf8))) ?? [] }
