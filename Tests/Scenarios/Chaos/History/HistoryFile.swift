import Foundation
import LocalRegions

/// A history with what is wrong in it, for whoever looks for the cause.
struct HistoryFile {
    let schedule: FaultSchedule
    let violations: [Violation]
    let operations: [Operation]

    /// Operations beside a violation; all are in the file.
    private static let shown = 40

    /// Writes the file, and says where it is, what is wrong, and what those concerned did.
    var summary: String {
        let file = FileManager.default.temporaryDirectory.appending(path: "evergrant-chaos-\(schedule.seed).txt")
        let head = ["\(schedule)"] + violations.map { "\($0)" }
        let all = operations.sorted { $0.invokedAt < $1.invokedAt }.map(\.line)
        try? Data((head + all).joined(separator: "\n").utf8).write(to: file)
        let subjects = Set(violations.map(\.subject))
        let concerned = operations.filter { operation in
            subjects.contains(operation.content) || operation.acknowledgment?.record.map(subjects.contains) == true
        }
        return (head + concerned.prefix(Self.shown).map(\.line) + ["The whole history is in \(file.path)."])
            .joined(separator: "\n")
    }
}

extension Operation {
    fileprivate var line: String {
        "\(invokedAt.inMilliseconds)–\(completedAt.inMilliseconds) ms \(client) at \(region): "
            + "\(request.words) → \(outcome.words)"
    }
}

extension Operation.Request {
    fileprivate var words: String {
        switch self {
        case .put(let content): "put \(content)"
        case .read(let content): "read \(content)"
        case .license(let content): "license \(content)"
        }
    }
}

extension Outcome {
    fileprivate var words: String {
        switch self {
        case .refused(let status, let problem): "refused: \(status) \(problem ?? "")"
        case .unknown(let reason): "unknown: \(reason)"
        case .acknowledged(let answer):
            (["\(answer.status)", answer.mode ?? "no mode"]
                + answer.keys.map { "\($0.keyID):\($0.fingerprint)" }.sorted()
                + answer.durableIn.sorted() + [answer.record ?? ""]).joined(separator: " ")
        }
    }
}

/// A history in a line.
struct HistorySummary: CustomStringConvertible {
    private(set) var contents = 0
    private(set) var licenses = 0
    private(set) var refused = 0
    private(set) var unknown = 0
    private let count: Int

    init(_ operations: [Operation]) {
        count = operations.count
        for operation in operations {
            switch operation.outcome {
            case .refused: refused += 1
            case .unknown: unknown += 1
            case .acknowledged:
                if operation.isWrite { contents += 1 }
                if operation.acknowledgment?.record != nil { licenses += 1 }
            }
        }
    }

    var description: String {
        "\(count) operations (\(contents) writes and \(licenses) licenses acknowledged, \(refused) refused, "
            + "\(unknown) unknown)"
    }
}
