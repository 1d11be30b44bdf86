import Foundation
import LocalRegions
import Reactor
import Testing

@Suite("Room for a Unix socket")
struct UnixStreamRoomTests {
    /// A socket that is bound; somebody listens at it, or did until they died.
    private func bind(_ path: String, listens: Bool) throws -> Int32 {
        let number = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let bound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.bind(number, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        try #require(bound == 0)
        if listens { try #require(listen(number, 1) == 0) }
        return number
    }

    @Test("there is room where nothing is, and where only a dead one's socket is, which goes")
    func makesRoom() throws {
        let folder = try TemporaryDirectory()
        let path = folder.url.appending(path: "socket").path
        #expect(try UnixStream.makeRoom(at: path))

        close(try bind(path, listens: true))
        #expect(FileManager.default.fileExists(atPath: path))

        #expect(try UnixStream.makeRoom(at: path))
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test("there is none where somebody listens, and their socket stays")
    func respectsTheLiving() throws {
        let folder = try TemporaryDirectory()
        let path = folder.url.appending(path: "socket").path
        let listener = try bind(path, listens: true)
        defer { close(listener) }

        #expect(try !UnixStream.makeRoom(at: path))
        #expect(FileManager.default.fileExists(atPath: path))
    }

    @Test("a file of another kind is an error, and stays")
    func respectsFiles() throws {
        let folder = try TemporaryDirectory()
        let file = folder.url.appending(path: "notes")
        try Data("mine".utf8).write(to: file)

        #expect(throws: SystemError(call: "listen \(file.path)", errno: ENOTSOCK)) {
            try UnixStream.makeRoom(at: file.path)
        }
        #expect(try Data(contentsOf: file) == Data("mine".utf8))
    }

    @Test("in the abstract namespace nothing stays behind, so there is room")
    func abstract() throws {
        #expect(try UnixStream.makeRoom(at: "@evergrant-nobody-\(UInt64.random(in: 0 ... .max))"))
    }
}
