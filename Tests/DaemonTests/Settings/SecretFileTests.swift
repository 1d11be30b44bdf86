import Bytes
import Daemon
import Foundation
import LocalRegions
import Testing

@Suite("Secret file")
struct SecretFileTests {
    private let folder: TemporaryDirectory

    init() throws { folder = try TemporaryDirectory() }

    private func write(_ count: Int, as name: String) throws -> String {
        let url = folder.url.appending(path: name)
        try Data(repeating: 0x2A, count: count).write(to: url)
        return url.path
    }

    private func read(_ reference: String, _ environment: [String: String] = [:]) throws(ConfigurationError) -> Int {
        try SecretFile.read(reference, for: "someKey", environment: environment).count
    }

    @Test("a secret is read from the file that is named", arguments: [0, 1, 32, SecretFile.bytesMax])
    func readsFile(count: Int) throws {
        #expect(try read(write(count, as: "secret")) == count)
    }

    @Test("a systemd credential is read from the service's credentials")
    func readsCredential() throws {
        _ = try write(32, as: "kek")

        #expect(try read("credential:kek", ["CREDENTIALS_DIRECTORY": folder.url.path]) == 32)
    }

    @Test("a credential outside of a service is refused, and named by its key")
    func refusesCredentialWithoutService() {
        #expect {
            try read("credential:kek")
        } throws: {
            guard let error = $0 as? ConfigurationError else { return false }
            return error.key == "someKey" && error.problem.contains("CREDENTIALS_DIRECTORY")
        }
    }

    @Test("a file that is not there is refused, and named", arguments: ["", "missing"])
    func refusesMissing(name: String) {
        let path = folder.url.appending(path: name).path
        #expect { try read(path) } throws: { ($0 as? ConfigurationError)?.problem.contains(path) == true }
    }

    @Test("a file larger than any secret is refused, and nothing of it is repeated")
    func refusesLarge() throws {
        let path = try write(SecretFile.bytesMax + 1, as: "large")

        #expect { try read(path) } throws: { error in
            "\(error)".contains("larger than 65536 bytes") && !"\(error)".contains("***")
        }
    }
}
