internal import Bytes
internal import HTTPClient
internal import HTTPWire
internal import Reactor

/// A packager: registers a new content by name at a fixed rate, and looks for every acknowledged one in the end.
final class PackagerLoad {
    private let writes: DrillPlan.Writes
    private let caller: Caller
    private let credential: Field
    private let clock: DayClock
    private let prefix: String
    private var metronome: Metronome?
    private var acknowledged: [String: JSONValue] = [:]
    private var sequence = 0
    private(set) var record: [Record.Write] = []
    private(set) var pendingCount = 0

    /// - Parameters:
    ///   - credential: An API key, as `evergrant credential create` printed it.
    ///   - prefix: What this day's contents are called, different each day.
    init(_ writes: DrillPlan.Writes, credential: String, prefix: String, caller: Caller, clock: DayClock) {
        self.writes = writes
        self.caller = caller
        self.credential = Field("authorization", "Bearer \(credential)")
        self.clock = clock
        self.prefix = prefix
    }

    func start(on loop: isolated EventLoop) {
        let metronome = Metronome(clock, every: .seconds(60) / writes.requestsPerMinute) { due in
            self.pendingCount += 1
            Task { await self.register(due: due, on: loop) }
        }
        self.metronome = metronome
        metronome.start(on: loop)
    }

    func stop(on loop: isolated EventLoop) { metronome?.stop(on: loop) }

    private func register(due: Duration, on loop: isolated EventLoop) async {
        sequence += 1
        let content = "\(prefix)-\(sequence)"
        var write = Record.Write(content: content, due: due, outcome: .unknown("not asked"))
        do throws(NoAnswer) {
            let response = try await caller.send(request(.put, content, Array(writes.body.utf8)), on: loop)
            write.outcome = outcome(response, content)
        } catch {
            write.outcome = .unknown(error.reason)
        }
        pendingCount -= 1
        record.append(write)
    }

    private func outcome(_ response: ClientResponse, _ content: String) -> Record.Write.Outcome {
        switch response.status {
        case 200, 201:
            guard let keys = Self.keys(in: response) else { return .unknown("an acknowledgment without keys") }
            acknowledged[content] = keys
            return .acknowledged
        // The server may have failed after it had written: only an answer that says so is a refusal.
        case 400..<500, 503: return .refused(status: response.status)
        default: return .unknown("status \(response.status)")
        }
    }

    /// Reads every acknowledged content back, with the keys that were promised.
    func look(on loop: isolated EventLoop) async {
        for index in record.indices where record[index].outcome == .acknowledged {
            record[index].isFound = await isFound(record[index].content, on: loop)
        }
    }

    /// Nil when nobody answers, also not the second and the third time.
    private func isFound(_ content: String, on loop: isolated EventLoop) async -> Bool? {
        for _ in 0..<3 {
            do throws(NoAnswer) {
                let response = try await caller.send(request(.get, content, []), on: loop)
                if response.status == 404 { return false }
                if response.status == 200 { return Self.keys(in: response) == acknowledged[content] }
            } catch {
                continue
            }
        }
        return nil
    }

    private func request(_ method: RequestMethod, _ content: String, _ body: [UInt8]) -> ClientRequest {
        ClientRequest(
            method: method, path: writes.path + content,
            fields: [credential, Field("content-type", "application/json")], body: body)
    }

    private static func keys(in response: ClientResponse) -> JSONValue? {
        guard let tracks = try? JSONObject(parsing: response.body).array("tracks"), !tracks.isEmpty else { return nil }
        return .array(tracks)
    }
}
