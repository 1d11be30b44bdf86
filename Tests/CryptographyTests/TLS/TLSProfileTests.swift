import Cryptography
import TestSupport
import Testing

@Suite("TLS profile")
struct TLSProfileTests {
    static let sharedByTLS12: UInt16 = 0xC02B  // ECDHE-ECDSA-AES128-GCM-SHA256

    /// What the server answers to a lone ClientHello, and whether it goes on.
    static func answer(to hello: ClientHello) throws -> (goesOn: Bool, records: [(type: UInt8, body: [UInt8])]) {
        let certificates = try TestCertificates.shared.get()
        let context = try TLSContext(certificateChainFile: certificates.chain, privateKeyFile: certificates.key)
        let server = TLSEnd(try TLSSession(accepting: context))
        server.receive(hello.record)
        let progress = try? server.step()
        return (progress == .shakingHands, tlsRecords(in: server.takeCiphertext()))
    }

    @Test("TLS 1.2 with a suite of the profile is spoken")
    func tls12() throws {
        let (goesOn, records) = try Self.answer(to: ClientHello(version: 0x0303, cipherSuites: [Self.sharedByTLS12]))

        #expect(goesOn)
        #expect(records.first?.type == 22)
        #expect(records.first?.body.prefix(6).suffix(2) == [3, 3])
    }

    @Test(
        "TLS 1.0 and TLS 1.1 get protocol_version, SSL 3 a handshake_failure that it can understand",
        arguments: [(0x0300, 40), (0x0301, 70), (0x0302, 70)] as [(UInt16, UInt8)])
    func oldVersions(version: UInt16, alert: UInt8) throws {
        let hello = ClientHello(version: version, cipherSuites: [0xC009, 0xC013, 0x002F, Self.sharedByTLS12])
        let (goesOn, records) = try Self.answer(to: hello)

        #expect(!goesOn)
        #expect(records.map(\.type) == [21])
        #expect(records.first?.body == [2, alert])
    }

    @Test(
        "a suite without forward secrecy or without an AEAD gets handshake_failure",
        arguments: [0xC009, 0xC023, 0x009C, 0x002F, 0x009E] as [UInt16])
    func weakSuites(suite: UInt16) throws {
        let (goesOn, records) = try Self.answer(to: ClientHello(version: 0x0303, cipherSuites: [suite]))

        #expect(!goesOn)
        #expect(records.first?.body == [2, 40])
    }

    @Test("AES-128 comes first, but a client that puts ChaCha20 first gets it")
    func order() throws {
        let offers: [([UInt16], chosen: UInt16)] = [
            ([0xC02C, Self.sharedByTLS12], Self.sharedByTLS12), ([Self.sharedByTLS12, 0xC02C], Self.sharedByTLS12),
            ([0xCCA9, Self.sharedByTLS12], 0xCCA9), ([Self.sharedByTLS12, 0xCCA9], Self.sharedByTLS12),
        ]
        for (suites, chosen) in offers {
            let (_, records) = try Self.answer(to: ClientHello(version: 0x0303, cipherSuites: suites))
            let hello = try #require(records.first?.body)
            let sessionIDCount = Int(hello[38])  // RFC 5246 §7.4.1.3: type, length, version, random, session ID, suite
            let suite = hello[39 + sessionIDCount..<41 + sessionIDCount]
            #expect(suite == [UInt8(chosen >> 8), UInt8(chosen & 255)])
        }
    }
}
