import Foundation
import LocalRegions

/// One way in which a load generator of others asks a region, in slices: each begins with new connections.
struct LoadLane: Sendable {
    enum Way: String, Sendable, CaseIterable {
        case http1 = "HTTP/1.1"
        case http1TLS = "HTTP/1.1 over TLS"
        case http2TLS = "HTTP/2 over TLS"
    }

    let way: Way
    let region: Region
    let question: SoakLibrary.Question
    let folder: URL

    static let connections = 8
    static let sliceSeconds = 5

    /// What came of a slice.
    struct Slice: Sendable {
        let granted: Int
        let seconds: Double
        let troubles: [SoakTrouble]
    }

    /// Asks `rate` times a second for as long as a slice lasts.
    func slice(rate: Double) async throws -> Slice {
        let perClient = max(1, Int((rate / Double(Self.connections)).rounded()))
        let count = perClient * Self.connections * Self.sliceSeconds
        return try await run(["-n", "\(count)", "--rps", "\(perClient)"], expecting: count)
    }

    /// Asks as fast as it is answered, and says how fast that was.
    func fullSpeed(count: Int) async throws -> Double {
        let slice = try await run(["-n", "\(count)"], expecting: count)
        return Double(slice.granted) / slice.seconds
    }

    private func run(_ amount: [String], expecting count: Int) async throws -> Slice {
        let name = "\(way)-\(region.name)".replacing("/", with: "")
        let (body, log) = (folder.appending(path: "\(name).body"), folder.appending(path: "\(name).log"))
        try Data(question.challenge).write(to: body)
        try? FileManager.default.removeItem(at: log)
        let began = Date.now
        let arguments =
            ["-c", "\(Self.connections)", "-m", "4", "-t", "1", "--connection-inactivity-timeout", "20"]
            + (way == .http2TLS ? [] : ["--h1"]) + amount
            + ["-d", body.path, "-H", "authorization: Bearer \(question.token)", "--log-file", log.path, url]
        try await Command("h2load", arguments).run(within: .seconds(120))
        let took = Date.now.timeIntervalSince(began)
        let (granted, seen, troubles) = try read(log)
        let lost = (0..<max(0, count - seen)).map { _ in
            SoakTrouble(asker: .repeated, region: region.name, outcome: "no answer", from: began, until: .now)
        }
        return Slice(granted: granted, seconds: took, troubles: troubles + lost)
    }

    private var url: String {
        let endpoint = way == .http1 ? region.endpoints.cleartext : region.endpoints.secure
        return endpoint.appending(path: "v1/licenses/clearkey").absoluteString
    }

    /// Lines of: start in microseconds since 1970, status or -1, microseconds until the end.
    private func read(_ log: URL) throws -> (granted: Int, seen: Int, troubles: [SoakTrouble]) {
        var (granted, seen, troubles) = (0, 0, [SoakTrouble]())
        for line in try String(contentsOf: log, encoding: .utf8).split(separator: "\n") {
            let columns = line.split(separator: "\t")
            seen += 1
            guard columns.count >= 3, columns[1] != "200" else {
                granted += 1
                continue
            }
            let from = Date(timeIntervalSince1970: (Double(columns[0]) ?? 0) / 1e6)
            troubles.append(
                SoakTrouble(
                    asker: .repeated, region: region.name, outcome: "status \(columns[1]) over \(way.rawValue)",
                    from: from, until: from.addingTimeInterval((Double(columns[2]) ?? 0) / 1e6)))
        }
        return (granted, seen, troubles)
    }
}
