import TestSupport
import Testing

@Suite("HTTP/1.1 strictness on the wire")
struct StrictnessTableTests {
    static let table =
        requestLineCases + targetCases + fieldCases + hostCases + lengthCases + codingCases + chunkCases
        + connectionCases

    private static let smuggled = "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n"
    private static let last = "GET /fast HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"

    @Test("each row is answered as it says, and a handler sees what was asked and nothing else", arguments: table)
    func answersRow(row: StrictnessCase) async throws {
        let server = try await TestServer()
        let client = try server.client()
        let isOpen = row.connection == .open

        try await client.send(row.request + (isOpen ? Self.last : Self.smuggled))
        let answered = String(decoding: try await client.receiveToEnd(), as: UTF8.self)

        #expect(Self.statuses(in: answered) == row.statuses + (isOpen ? [200] : []), "\(row.clause)")
        #expect(server.script.requests == row.handled + (isOpen ? ["GET /fast"] : []), "\(row.clause)")
        #expect(Self.closings(in: answered) == 1, "\(row.clause)")
    }

    @Test(
        "each row is answered the same when its bytes come one by one",
        arguments: short)
    func answersRowInPieces(row: StrictnessCase) async throws {
        let server = try await TestServer()
        let client = try server.client()
        let isOpen = row.connection == .open

        for byte in (row.request + (isOpen ? Self.last : Self.smuggled)).utf8 {
            // The server may close before it has heard everything.
            if await client.sendWithoutWaiting([byte]) == 0 { break }
        }
        let answered = String(decoding: try await client.receiveToEnd(), as: UTF8.self)

        let final = Self.statuses(in: answered).filter { $0 != 100 }
        #expect(final == row.statuses + (isOpen ? [200] : []), "\(row.clause)")
        #expect(server.script.requests == row.handled + (isOpen ? ["GET /fast"] : []), "\(row.clause)")
    }

    private static let short = table.filter { $0.request.utf8.count < 400 }

    @Test("the table has at least 120 rows, and no two ask the same")
    func tableIsLong() {
        #expect(Self.table.count >= 120)
        #expect(Set(Self.table.map(\.request)).count >= Self.table.count - 3)
    }

    private static func closings(in answers: String) -> Int {
        answers.split(separator: "\r\n").count { $0 == "connection: close" }
    }

    private static func statuses(in answers: String) -> [Int] {
        answers.split(separator: "HTTP/1.1 ").dropFirst(answers.hasPrefix("HTTP/1.1 ") ? 0 : 1).compactMap {
            Int($0.prefix(3))
        }
    }
}
