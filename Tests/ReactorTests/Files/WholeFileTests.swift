import Foundation
import LocalRegions
import Reactor
import Testing

@Suite("Files that are read at once")
struct WholeFileTests {
    private let folder: TemporaryDirectory

    init() throws { folder = try TemporaryDirectory() }

    private func write(_ count: Int) throws -> String {
        let url = folder.url.appending(path: "file")
        try Data(repeating: 7, count: count).write(to: url)
        return url.path
    }

    @Test("all of a file is read, whatever its size", arguments: [0, 1, 16_384, 16_385, 100_000])
    func readsAll(count: Int) throws {
        #expect(try WholeFile.read(try write(count), atMost: count) == [UInt8](repeating: 7, count: count))
    }

    @Test("a file that is larger than allowed says so, and one that is not there another thing")
    func refuses() throws {
        let path = try write(11)
        let tooLarge = #expect(throws: SystemError.self) { try WholeFile.read(path, atMost: 10) }
        let missing = #expect(throws: SystemError.self) { try WholeFile.read(path + "-not", atMost: 10) }

        #expect(tooLarge?.isTooLarge == true)
        #expect(missing?.isMissing == true)
    }

    @Test("a folder is made with those it is in, for their owner only, and may be there already")
    func makesFolders() throws {
        let path = folder.url.appending(path: "a/b/c").path
        for _ in 1...2 { try Folder(path).createWithParents() }

        for name in ["a", "a/b", "a/b/c"] {
            let attributes = try FileManager.default.attributesOfItem(atPath: folder.url.appending(path: name).path)
            #expect(attributes[.posixPermissions] as? Int == 0o700)
        }
    }
}
