internal import XML

/// What a PlayReady client is told instead of a license ("Testing Server Exceptions").
package struct PlayReadyFault: Equatable, Sendable {
    /// Only codes that clients know: they stumble over others.
    package enum Code: UInt32, CaseIterable, Sendable {
        case internalError = 0x8004_C600
        case invalidMessage = 0x8004_C601
        case deviceLimitReached = 0x8004_C602
        /// Not entitled, no such key, a level too low: `customData` tells the application.
        case serviceSpecific = 0x8004_C604
        case protocolVersionMismatch = 0x8004_C60B
        case deviceRevoked = 0x8004_C065
        case invalidHeader = 0x8004_1108
        case unsupportedHeaderVersion = 0x8004_110B
        case invalidChecksum = 0x8004_1109

        /// As Microsoft calls it.
        package var text: String {
            switch self {
            case .internalError: "SERVER_INTERNAL_ERROR"
            case .invalidMessage: "SERVER_INVALID_MESSAGE"
            case .deviceLimitReached: "SERVER_DEVICE_LIMIT_REACHED"
            case .serviceSpecific: "SERVER_SERVICE_SPECIFIC"
            case .protocolVersionMismatch: "SERVER_PROTOCOL_VERSION_MISMATCH"
            case .deviceRevoked: "DEVCERT_REVOKED"
            case .invalidHeader: "CH_INVALID_HEADER"
            case .unsupportedHeaderVersion: "CH_UNSUPPORTED_VERSION"
            case .invalidChecksum: "CH_INVALID_CHECKSUM"
            }
        }
    }

    package let code: Code
    /// For the application; fit for strangers.
    package let customData: String?

    package init(_ code: Code, customData: String? = nil) {
        self.code = code
        self.customData = customData
    }

    package var bytes: [UInt8] {
        SOAP.envelope { xml in
            xml.element("soap:Fault") { xml in
                xml.element("faultcode", text: "soap:Server")
                xml.element("faultstring", text: code.text)
                xml.element("faultactor")
                xml.element("detail") { xml in
                    xml.element("Exception") { xml in
                        xml.element("StatusCode", text: "0x" + String(code.rawValue, radix: 16))
                        if let customData { xml.element("CustomData", text: customData) }
                    }
                }
            }
        }
    }
}

/// The envelope around every message (SOAP 1.1 §4).
enum SOAP {
    static func envelope(_ body: (inout XMLWriter) -> Void) -> [UInt8] {
        var xml = XMLWriter()
        xml.element("soap:Envelope", [("xmlns:soap", "http://schemas.xmlsoap.org/soap/envelope/")]) { xml in
            xml.element("soap:Body", [], body)
        }
        return Array(#"<?xml version="1.0" encoding="utf-8"?>"#.utf8) + xml.bytes
    }
}

/// The namespaces of PlayReady's messages.
enum PlayReadyNamespace {
    static let protocols = "http://schemas.microsoft.com/DRM/2007/03/protocols"
    static let messages = "http://schemas.microsoft.com/DRM/2007/03/protocols/messages"
    static let signature = "http://www.w3.org/2000/09/xmldsig#"
    static let encryption = "http://www.w3.org/2001/04/xmlenc#"
}
