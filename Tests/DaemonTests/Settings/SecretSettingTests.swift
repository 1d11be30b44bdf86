import Daemon
import Foundation
import LocalRegions
import Testing

@Suite("Secrets that anybody may read")
struct SecretSettingTests {
    private let folder: TemporaryDirectory

    init() throws { folder = try TemporaryDirectory() }

    private func write(_ mode: Int) throws -> String {
        let path = folder.url.appending(path: String(mode, radix: 8)).path
        #expect(FileManager.default.createFile(atPath: path, contents: Data([7])))
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
        return path
    }

    @Test(
        "a file that others may read, change or run is named with its mode",
        arguments: [(0o644, "0644"), (0o602, "0602"), (0o601, "0601"), (0o4, "0004"), (0o1604, "1604")])
    func names(mode: Int, text: String) throws {
        let file = try write(mode)
        let open = [SecretSetting("some.keyFile", file)].openToOthers(environment: [:])
        #expect(open.map(\.key) == ["some.keyFile"])
        #expect(open.map(\.file) == [file])
        #expect(open.map(\.mode) == [text])
    }

    @Test("a file of its owner's and its group's is none", arguments: [0o600, 0o640, 0o400, 0o770, 0])
    func passes(mode: Int) throws {
        #expect([SecretSetting("keyFile", try write(mode))].openToOthers(environment: [:]).isEmpty)
    }

    @Test("what a link points at counts, and a credential is looked for where the service has them")
    func follows() throws {
        let file = try write(0o604)
        let link = folder.url.appending(path: "link").path
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: file)
        let settings = [SecretSetting("a", link), SecretSetting("b", "credential:604")]

        #expect(
            settings.openToOthers(environment: ["CREDENTIALS_DIRECTORY": folder.url.path]).map(\.key) == ["a", "b"])
        #expect(settings.openToOthers(environment: [:]).map(\.key) == ["a"])
    }

    @Test("a file that is not there is somebody else's complaint")
    func ignoresMissing() {
        let missing = folder.url.appending(path: "missing").path
        #expect([SecretSetting("a", missing)].openToOthers(environment: [:]).isEmpty)
    }
}
