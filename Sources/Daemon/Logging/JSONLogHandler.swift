internal import Bytes
package import Logging
internal import Reactor

/// Writes each event as one line of JSON to standard error, where systemd, Docker and people look for it.
package struct JSONLogHandler: LogHandler {
    package var metadata: Logger.Metadata = [:]
    private let label: String
    private let threshold: LogThreshold

    package init(label: String, threshold: LogThreshold) {
        self.label = label
        self.threshold = threshold
    }

    package init(label: String, level: Logger.Level) { self.init(label: label, threshold: LogThreshold(level)) }

    /// The process's, and not this logger's alone.
    package var logLevel: Logger.Level {
        get { threshold.level }
        set { threshold.level = newValue }
    }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        var json = JSONWriter()
        json.object { json in
            json.member("time", InternetTime.now)
            json.member("level", event.level.rawValue)
            json.member("logger", label)
            json.member("message", event.message.description)
            let all = metadata.merging(event.metadata ?? [:]) { $1 }
            for (key, value) in all.sorted(by: { $0.key < $1.key }) { json.member(key, value.description) }
        }
        StandardError.write(json.bytes + [UInt8(ascii: "\n")])
    }
}
