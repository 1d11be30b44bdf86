import Bytes
import Cryptography
import Foundation
import LocalRegions
import TestSupport
import Testing

/// Two regions that have the same FairPlay certificates, and the helper of this machine.
struct FairPlayScene {
    enum Wrapping: String, CaseIterable {
        case raw = "application/octet-stream"
        case form = "application/x-www-form-urlencoded"
        case json = "application/json"
    }

    private let regions: TwoRegions
    private let key: PackagerAPI.Key
    private let token: String
    private let credentials: [FairPlayPlayer.Version: FairPlayCredential]

    init(_ regions: TwoRegions, key: PackagerAPI.Key, token: String) throws {
        (self.regions, self.key, self.token) = (regions, key, token)
        credentials = try Dictionary(
            uniqueKeysWithValues: FairPlayPlayer.Version.allCases.map { version in
                (version, try FairPlayCredential(bits: version.keyBits))
            })
    }

    /// Writes the files, adds the section to both regions' configurations, and has the servers read them again.
    func configure(helperAt path: String) async throws {
        for region in regions.regions { try await configure(region, "helperSocket: \"\(path)\"") }
    }

    /// - Parameter deviceKeys: The settings of where device keys come from, one of YAML's flow a line.
    func configure(_ region: Region, _ deviceKeys: String...) async throws {
        let section = try section(deviceKeys)
        let file = region.server.operatorTool.configuration
        let text = try String(contentsOf: file, encoding: .utf8)
        try Data((text + section).utf8).write(to: file)
        try await regions.reload(region)
        let url = region.endpoints.secure.appending(path: "v1/certificates/fairplay")
        let answer = try await regions.client.answer(.get(url))
        #expect(answer.body == Data(credentials[.two]?.certificate ?? []), "\(region.name)")
    }

    private func section(_ deviceKeys: [String]) throws -> String {
        let folder = regions.folder.url
        var section = "drm:\n  fairplay:\n"
        for line in deviceKeys { section += "    \(line)\n" }
        section += "    certificates:\n"
        for (version, credential) in credentials.sorted(by: { $0.key.rawValue > $1.key.rawValue }) {
            let certificate = folder.appending(path: "fairplay-\(version.rawValue).der")
            let keyFile = folder.appending(path: "fairplay-\(version.rawValue).pem")
            try Data(credential.certificate).write(to: certificate)
            try Data(credential.key.pem.withBytes { [UInt8](copying: $0) }).write(to: keyFile)
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: keyFile.path)
            section += "      - { certificateFile: \"\(certificate.path)\", "
            section += "keyFile: \"\(keyFile.path)\" }\n"
        }
        return section
    }

    /// The answer to an SPC for the key, and what the player finds in it.
    func license(
        _ version: FairPlayPlayer.Version, _ wrapping: Wrapping, at region: Region
    ) async throws -> (answer: WebAnswer, contentKey: Data?) {
        var player = FairPlayPlayer.current(version, seed: .random(in: 0 ... .max))
        let credential = try #require(credentials[version])
        let spc = try player.spc(
            for: Array("skd://\(key.keyId)".utf8), certificate: credential.certificate,
            publicKey: credential.key.publicKey)
        let request = WebRequest(
            "POST", region.endpoints.secure.appending(path: "v1/licenses/fairplay"),
            headers: [("Authorization", "Bearer \(token)"), ("Content-Type", wrapping.rawValue)],
            body: Self.wrap(spc, wrapping))
        let answer = try await regions.client.answer(request)
        guard answer.status == 200 else { return (answer, nil) }
        return (answer, Data(try player.open(Self.unwrap(answer.body, wrapping)).contentKey))
    }

    private static func wrap(_ spc: [UInt8], _ wrapping: Wrapping) -> Data {
        let text = Data(spc).base64EncodedString()
        return switch wrapping {
        case .raw: Data(spc)
        case .form: Data("spc=\(text.replacing("+", with: "%2B"))".utf8)
        case .json: Data(#"{"spc":"\#(text)"}"#.utf8)
        }
    }

    private static func unwrap(_ body: Data, _ wrapping: Wrapping) throws -> [UInt8] {
        struct JSONBody: Decodable { let ckc: String }
        switch wrapping {
        case .raw: return [UInt8](body)
        case .form:
            let text = String(decoding: body, as: UTF8.self)
            let ckc = try #require(text.wholeMatch(of: /<ckc>(.*)<\/ckc>/)).1
            return [UInt8](try #require(Data(base64Encoded: String(ckc))))
        case .json:
            return [UInt8](try #require(Data(base64Encoded: JSONDecoder().decode(JSONBody.self, from: body).ckc)))
        }
    }
}
