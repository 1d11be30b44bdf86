import Foundation
import Testing

@testable import LicenseService

@Suite("Schema")
struct SchemaTests {
    @Test("the schema that the program wants is the newest migration")
    func isNewest() throws {
        let folder = Tree.file("Migrations").path
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".sql") }

        #expect(Schema.version == names.count)
        #expect(Schema.version == names.compactMap { Int($0.prefix(4)) }.max())
    }
}
