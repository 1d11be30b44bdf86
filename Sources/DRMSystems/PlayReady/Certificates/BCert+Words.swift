/// Numbers that operators may choose, by the names that PlayReady's vendor gives them.
extension BCert.Usage {
    /// What a key of an upper certificate may be for.
    package static let issuing: [BCert.Usage] = [
        .issuerAll, .issuerIndividualization, .issuerDevice, .issuerLink, .issuerSilverlight, .issuerApplication,
    ]

    package var word: String {
        switch self {
        case .sign: "SIGN"
        case .encryptKey: "ENCRYPT_KEY"
        case .issuerAll: "ISSUER_ALL"
        case .issuerIndividualization: "ISSUER_INDIV"
        case .issuerDevice: "ISSUER_DEVICE"
        case .issuerLink: "ISSUER_LINK"
        case .issuerSilverlight: "ISSUER_SILVERLIGHT"
        case .issuerApplication: "ISSUER_APPLICATION"
        case .issuerSignLicense: "ISSUER_SIGN_LICENSE"
        case .signLicense: "SIGN_LICENSE"
        case .signResponse: "SIGN_RESPONSE"
        }
    }
}

extension BCert.Kind {
    /// What a client's own certificate may be.
    package static let clients: [BCert.Kind] = [.personalComputer, .device, .silverlight, .application]

    package var word: String {
        switch self {
        case .personalComputer: "PC"
        case .device: "DEVICE"
        case .issuer: "ISSUER"
        case .silverlight: "SILVERLIGHT"
        case .application: "APPLICATION"
        case .licenseSigner: "LICENSESIGNER"
        }
    }
}
