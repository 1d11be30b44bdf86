import Foundation
import Journal
import LocalRegions
import Testing

@Suite("Journal on storage that fails")
struct FaultTests {
    @Test(
        "a system call that fails costs its batch, which is told so; what was said to be durable is, before and after",
        arguments: [
            "fdatasync:error=EIO:when=7", "fdatasync:error=EIO:when=5..6", "pwrite64:error=EIO:when=40..41",
            "pwrite64:error=ENOSPC:when=30..33", "fsync:error=EIO:when=2", "rename:error=EIO:when=3",
            "fdatasync:error=ENOSPC:when=9",
        ])
    func survivesFaults(fault: String) async throws {
        let folder = try TemporaryDirectory(prefix: "journal")
        let journal = folder.url.appending(path: "journal").path
        let program = LoadProgram.append(to: journal, count: 2500)
        let strace = Command(
            "/usr/bin/strace",
            ["-f", "-qq", "-o", "/dev/null", "-e", "inject=\(fault)", program.program] + program.arguments)

        let report = LoadReport(try await strace.run(within: .seconds(60)).text + "\n")

        let wasClosed = report.wasClosed
        #expect(wasClosed)
        let failures = report.failures.count
        #expect(failures > 0, "nobody was told")
        try expect(report, in: journal)
    }

    @Test("a file system that is full refuses, and keeps what it took", .enabled(if: getuid() == 0))
    func survivesAFullDisk() async throws {
        let folder = try TemporaryDirectory(prefix: "journal")
        let (full, copy) = (folder.url.appending(path: "full").path, folder.url.appending(path: "copy").path)
        let script = """
            mkdir '\(full)' && mount -t tmpfs -o size=1m none '\(full)' || exit 1
            '\(LoadProgram.path)' append '\(full)/journal' 3500
            cp -r '\(full)/journal' '\(copy)'
            """

        let output = try await Command("/usr/bin/unshare", ["--mount", "sh", "-c", script]).run(within: .seconds(60))

        let report = LoadReport(output.text + "\n")
        let (taken, failures, wasClosed) = (report.durable.count, report.failures.count, report.wasClosed)
        #expect(wasClosed && taken > 1000 && failures > 0)
        let others = report.failures.filter { !$0.hasSuffix("the journal is full") }
        #expect(others == [])
        try expect(report, in: copy)
    }

    /// Everything that was said to be durable is there under its number, and the chain is whole.
    private func expect(_ report: LoadReport, in journal: String) throws {
        var reader = JournalReader(journal)
        #expect(try reader.verify().damages == [])
        let entries = try reader.entries(after: 0, limit: .max, bytesMax: .max)
        #expect(entries.map(\.sequence) == Array(1...UInt64(entries.count)))
        let found = Dictionary(
            uniqueKeysWithValues: entries.map { ($0.sequence, String(decoding: $0.record, as: UTF8.self)) })
        #expect(report.durable.filter { found[$0.key]?.hasPrefix("\($0.value) ") != true } == [:])
    }
}
