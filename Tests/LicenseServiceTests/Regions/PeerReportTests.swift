import Failover
import Testing

@testable import LicenseService

@Suite("What another region reports")
struct PeerReportTests {
    private func read(_ text: String) -> PeerReport? { PeerReport(parsing: Array(text.utf8)) }

    @Test("a report of ours is read back")
    func readsOurs() throws {
        let identity = DatabaseIdentity(systemIdentifier: .max, timeline: 3)
        let report = HealthReport(
            region: "tokyo", mode: .readWrite, checks: [.init(name: "a:b", status: .fail)], identity: identity,
            url: "https://tokyo.example.com")

        let read = try #require(PeerReport(parsing: report.json))

        #expect(read.region == "tokyo")
        #expect(read.mode == .readWrite)
        #expect(read.identity == identity)
        #expect(read.url == "https://tokyo.example.com")
    }

    @Test("a report of an older server, or of a region whose database is silent, has no identity")
    func readsLess() throws {
        let report = try #require(read(#"{"status":"fail","mode":"unknown","region":"tokyo","later":[1]}"#))

        #expect(report.identity == nil)
        #expect(report.url == nil)
    }

    @Test(
        "an identity that cannot be one is none",
        arguments: [
            #""systemIdentifier":"1""#, #""timeline":1"#, #""systemIdentifier":1,"timeline":1"#,
            #""systemIdentifier":"-1","timeline":1"#, #""systemIdentifier":"1","timeline":0"#,
            #""systemIdentifier":"1","timeline":-1"#, #""systemIdentifier":"1","timeline":4294967296"#,
            #""systemIdentifier":"99999999999999999999","timeline":1"#,
        ])
    func refusesIdentity(members: String) throws {
        #expect(try #require(read(#"{"mode":"read-write","region":"tokyo",\#(members)}"#)).identity == nil)
    }

    @Test(
        "what no server of ours would say is no report",
        arguments: [
            "", "[]", "<html>", #"{"mode":"read-write"}"#, #"{"region":"tokyo"}"#,
            #"{"mode":"writing","region":"tokyo"}"#, #"{"mode":"read-write","region":""}"#,
        ])
    func refuses(text: String) {
        #expect(read(text) == nil)
    }

    @Test("a URL that is none is left out", arguments: ["tokyo", "ftp://tokyo", "https://a/ b"])
    func refusesURL(url: String) throws {
        #expect(try #require(read(#"{"mode":"read-only","region":"a","url":"\#(url)"}"#)).url == nil)
    }
}
