/// How documents spell the terms; the raw values of some of these types stand in licenses.
extension TrackType: DocumentWord {
    var word: String { rawValue }
}

extension DRMSystem: DocumentWord {
    var word: String { rawValue }
}

extension HDCPVersion: DocumentWord {
    var word: String {
        switch self {
        case .v1: "1"
        case .v2: "2.0"
        case .v2_1: "2.1"
        case .v2_2: "2.2"
        case .v2_3: "2.3"
        case .noDigitalOutput: "noDigitalOutput"
        }
    }
}

extension AnalogOutput: DocumentWord {
    var word: String {
        switch self {
        case .copyFreely: "copyFreely"
        case .copyOnce: "copyOnce"
        case .copyNever: "copyNever"
        case .forbidden: "forbidden"
        }
    }
}

extension WidevineSecurity: DocumentWord {
    /// As Widevine spells them.
    var word: String {
        switch self {
        case .softwareCrypto: "SW_SECURE_CRYPTO"
        case .softwareDecode: "SW_SECURE_DECODE"
        case .hardwareCrypto: "HW_SECURE_CRYPTO"
        case .hardwareDecode: "HW_SECURE_DECODE"
        case .hardwareAll: "HW_SECURE_ALL"
        }
    }
}

extension FairPlaySecurity: DocumentWord {
    var word: String {
        switch self {
        case .baseline: "baseline"
        case .main: "main"
        }
    }
}

extension PlayReadyTerms.ExplicitOutput.Kind: DocumentWord {
    var word: String { rawValue }
}
