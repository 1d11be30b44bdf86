/// One parser under fuzzing: each reads what a stranger may send.
package enum Driver: String, CaseIterable, Sendable {
    case http1
    case http2
    case http1Response = "http1-response"
    case http2Response = "http2-response"
    case json
    case token
    case axinom
    case policy
    case clearKey = "clear-key"
    case fairPlaySPC = "fairplay-spc"
    case fairPlayBody = "fairplay-body"
    case deviceKeys = "device-keys"
    case pssh
    case widevine
    case issuance
    case journal
    case proxyHeader = "proxy-header"
    case forwarded
    case xml
    case wrmHeader = "wrm-header"
    case bcert
    case playReady = "playready"
    case playReadyData = "playready-data"
    case customData = "custom-data"
    case keyFile = "key-file"

    /// Lets the parser loose on `input`: it reads it or refuses it, and must neither trap nor break a promise.
    @discardableResult
    package func feed(_ input: [UInt8]) throws(BrokenPromise) -> Reading {
        switch self {
        case .http1: try feedHTTP1(input)
        case .http2: try feedHTTP2(input)
        case .http1Response: try feedHTTP1Response(input)
        case .http2Response: try feedHTTP2Response(input)
        case .json: try feedJSON(input)
        case .token: try feedToken(input)
        case .axinom: try feedAxinom(input)
        case .policy: try feedPolicy(input)
        case .clearKey: try feedClearKey(input)
        case .fairPlaySPC: try feedFairPlaySPC(input)
        case .fairPlayBody: try feedFairPlayBody(input)
        case .deviceKeys: try feedDeviceKeys(input)
        case .pssh: try feedPSSH(input)
        case .widevine: try feedWidevine(input)
        case .issuance: try feedIssuance(input)
        case .journal: try feedJournal(input)
        case .proxyHeader: try feedProxyHeader(input)
        case .forwarded: try feedForwarded(input)
        case .xml: try feedXML(input)
        case .wrmHeader: try feedWRMHeader(input)
        case .bcert: try feedBCert(input)
        case .playReady: try feedPlayReady(input)
        case .playReadyData: try feedPlayReadyData(input)
        case .customData: try feedCustomData(input)
        case .keyFile: try feedKeyFile(input)
        }
    }
}

/// What a parser made of an input.
package enum Reading: Sendable {
    /// It was understood to its end, so that everything behind the first checks was entered.
    case read
    case refused

    init(_ isRead: Bool) { self = isRead ? .read : .refused }
}

/// What a parser promises about every input, and did not keep for one.
package struct BrokenPromise: Error, Equatable, CustomStringConvertible {
    package let description: String

    init(_ description: String) { self.description = description }
}

/// Holds a driver to its word.
func promise(_ isKept: Bool, _ description: String) throws(BrokenPromise) {
    guard isKept else { throw BrokenPromise(description) }
}
