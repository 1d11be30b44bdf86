import Cryptography
import TestSupport
import Testing

@Suite("TLS context")
struct TLSContextTests {
    let certificates: TestCertificates

    init() throws { certificates = try TestCertificates.shared.get() }

    @Test("a missing file is refused by its name")
    func missing() {
        let reasons = [
            #expect(throws: TLSFailure.self) {
                try TLSContext(certificateChainFile: certificates.missing, privateKeyFile: certificates.key)
            },
            #expect(throws: TLSFailure.self) {
                try TLSContext(certificateChainFile: certificates.chain, privateKeyFile: certificates.missing)
            },
            #expect(throws: TLSFailure.self) { try TLSClientContext(trustAnchorsFile: certificates.missing) },
        ]

        for failure in reasons {
            #expect(failure?.description.contains("\(certificates.missing) cannot be used: No such file") == true)
        }
    }

    @Test("a file that holds something else is refused by its name")
    func swapped() {
        let failures = [
            #expect(throws: TLSFailure.self) {
                try TLSContext(certificateChainFile: certificates.key, privateKeyFile: certificates.key)
            },
            #expect(throws: TLSFailure.self) { try TLSClientContext(trustAnchorsFile: certificates.key) },
        ]

        for failure in failures {
            guard case .unreadableFile(certificates.key, _)? = failure else {
                Issue.record("\(String(describing: failure))")
                return
            }
        }
    }

    @Test("a key that is encrypted is refused and nobody is asked for a password")
    func encrypted() {
        let failure = #expect(throws: TLSFailure.self) {
            try TLSContext(certificateChainFile: certificates.chain, privateKeyFile: certificates.encryptedKey)
        }

        guard case .unreadableFile(certificates.encryptedKey, _)? = failure else {
            Issue.record("\(String(describing: failure))")
            return
        }
    }

    @Test("another key, of the same type or of another, does not match the certificate")
    func mismatch() {
        for key in [certificates.otherKey, certificates.rsaKey] {
            #expect(throws: TLSFailure.keyDoesNotMatch(certificateFile: certificates.chain, keyFile: key)) {
                try TLSContext(certificateChainFile: certificates.chain, privateKeyFile: key)
            }
        }
    }

    @Test("a session outlives the names of its context")
    func lifetime() throws {
        let pair = try TLSPair()  // which keeps neither context

        try pair.handshake()

        #expect(pair.server.negotiatedProtocol == .http2)
    }
}
