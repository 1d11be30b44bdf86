import Foundation
import LocalRegions
import Reactor
import Testing

@Suite("Durable file")
struct DurableFileTests {
    private let folder: TemporaryDirectory
    private var path: String { folder.url.appending(path: "state").path }

    init() throws { folder = try TemporaryDirectory() }

    @Test("what was written last is what is there, and nothing is left beside it", arguments: [0, 1, 100_000])
    func replaces(count: Int) throws {
        try DurableFile.replace(path, with: Array("before".utf8))
        let bytes = [UInt8](repeating: 7, count: count)

        try DurableFile.replace(path, with: bytes)

        #expect(FileManager.default.contents(atPath: path) == Data(bytes))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["state"])
    }

    @Test("only its owner may read it")
    func isPrivate() throws {
        try DurableFile.replace(path, with: [1])

        let attributes = try FileManager.default.attributesOfItem(atPath: path)

        #expect(attributes[.posixPermissions] as? Int == 0o600)
    }

    @Test("a folder that is not there is an error that names the file")
    func namesTheFile() throws {
        #expect { try DurableFile.replace("/nowhere/state", with: []) } throws: { error in
            (error as? SystemError)?.call == "open /nowhere/state.next"
        }
    }
}
