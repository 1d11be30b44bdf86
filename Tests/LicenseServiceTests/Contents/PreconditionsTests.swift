import Bytes
import HTTPServer
import Licensing
import Testing

@testable import LicenseService
@testable import LicenseStore

@Suite("Preconditions")
struct PreconditionsTests {
    private static let version = "000102030405060708090a0b0c0d0e0f"

    private func content() throws -> StoredContent {
        let stored = try KeyWrapper(Samples.ring()).wrap(
            Samples.contentKey(), site: Samples.site(), content: Samples.content())
        let row = ContentRow(requestDigest: Array(0..<32), createdAt: .zero, isDeleted: false, key: stored)
        return try #require(StoredContent(site: Samples.site(), name: Samples.content(), rows: [row]))
    }

    private func preconditions(_ fields: [String]) throws -> Preconditions {
        Preconditions(try Samples.request("PUT", "/", fields).head)
    }

    /// Whether a change is let through: to the content, and where there is none.
    private func lets(_ fields: [String]) throws -> (change: Bool, creation: Bool) {
        let preconditions = try preconditions(fields)
        func passes(_ content: StoredContent?) -> Bool {
            do throws(Problem) {
                try preconditions.requireForChange(content)
                return true
            } catch {
                return error.code != .preconditionFailed
            }
        }
        return (passes(try content()), passes(nil))
    }

    @Test("without conditions everything is let through")
    func asksNothing() throws {
        #expect(try lets([]) == (true, true))
    }

    @Test(
        "If-Match wants the content to be there, in a version that is named",
        arguments: [
            ("*", true), ("\"\(version)\"", true), ("\"a\", \"\(version)\"", true), ("\"\(version)\" ,\"a\"", true),
            ("\"a\"", false), ("", false), (version, false), ("\"\(version)", false), ("\"A\(version)\"", false),
        ])
    func ifMatch(value: String, passes: Bool) throws {
        #expect(try lets(["if-match: \(value)"]) == (passes, false))
    }

    @Test("a weak tag never satisfies If-Match, which compares strongly")
    func ifMatchIsStrong() throws {
        #expect(try lets(["if-match: W/\"\(Self.version)\""]) == (false, false))
    }

    @Test(
        "If-None-Match wants the content not to be there, or in no version that is named",
        arguments: [
            ("*", false), ("\"\(version)\"", false), ("\"a\", \"\(version)\"", false), ("\"a\"", true), ("", true),
        ])
    func ifNoneMatch(value: String, passes: Bool) throws {
        #expect(try lets(["if-none-match: \(value)"]) == (passes, true))
    }

    @Test(
        "a weak tag counts for If-None-Match, which compares weakly",
        arguments: ["W/\"\(version)\"", "\"a\",W/\"\(version)\""])
    func ifNoneMatchIsWeak(value: String) throws {
        #expect(try preconditions(["if-none-match: \(value)"]).isKnown(content()))
        #expect(try lets(["if-none-match: \(value)"]) == (false, true))
    }

    @Test("a list that goes on in a second line counts as one list")
    func joinsLines() throws {
        let tag = "\"\(Self.version)\""

        #expect(try lets(["if-match: \"a\"", "if-match: \(tag)"]) == (true, false))
        #expect(try preconditions(["if-none-match: \"a\"", "if-none-match: \(tag)"]).isKnown(content()))
    }

    @Test("a reader who has nothing knows nothing")
    func knowsNothing() throws {
        #expect(try !preconditions([]).isKnown(content()))
        #expect(try !preconditions(["if-match: *"]).isKnown(content()))
        #expect(try preconditions(["if-none-match: *"]).isKnown(content()))
    }
}
