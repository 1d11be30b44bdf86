import Failover
import Foundation
import LocalRegions
import Testing

@testable import LicenseService

@Suite("Promotions that are remembered")
struct SuccessorFileTests {
    private let folder: TemporaryDirectory
    private let file: SuccessorFile

    init() throws {
        folder = try TemporaryDirectory()
        var configuration = try Configuration(
            text: "region: seoul\ndatabase: {host: db}\nkeyEncryptionKeyFile: /k\n", environment: [:],
            processorCount: 1)
        configuration.stateDirectory = folder.url.path
        file = SuccessorFile(configuration)
    }

    private let successors = [
        PrimaryFence.Successor(identity: .init(systemIdentifier: .max, timeline: .max), peer: "tokyo"),
        PrimaryFence.Successor(identity: .init(systemIdentifier: 1, timeline: 2), peer: "a \"quoted\" one"),
    ]

    @Test("what was written is read")
    func keeps() throws {
        try file.write(successors)

        #expect(try file.read() == successors)
    }

    @Test("without a file nothing is remembered")
    func beginsEmpty() throws {
        #expect(try file.read() == [])
    }

    @Test(
        "a file that cannot be understood stops the start",
        arguments: ["", "{}", #"{"successors":[{}]}"#, #"{"successors":[{"peer":"a","timeline":1}]}"#])
    func refuses(text: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: file.path))

        #expect(throws: (any Error).self) { try file.read() }
    }
}
