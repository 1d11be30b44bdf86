internal import Bytes
internal import FoundationEssentials

/// The notifications that came in, as their receiver wrote them: one JSON object a line, with `id`, `kind`, `title` and
/// `receivedAtMilliseconds` (since 1970).
enum AlarmsFile {
    /// Bytes that are read of it; a day's alarms take a few kilobytes.
    static let bytesMax = 4 << 20

    static func read(_ path: String, _ clock: DayClock) -> [Record.Alarm] {
        guard let data = FileManager.default.contents(atPath: path) else { return [] }
        return data.prefix(bytesMax).split(separator: UInt8(ascii: "\n")).compactMap { alarm(Array($0), clock) }
            .filter { $0.at >= .zero }
    }

    private static func alarm(_ line: [UInt8], _ clock: DayClock) -> Record.Alarm? {
        guard let object = try? JSONObject(parsing: line), let id = try? object.string("id"),
            let kind = try? object.string("kind"), let received = try? object.integer("receivedAtMilliseconds")
        else { return nil }
        let title = (try? object.string("title")) ?? ""
        return Record.Alarm(
            at: clock.time(millisecondsSince1970: Double(received)), id: id, kind: kind, title: title)
    }
}
