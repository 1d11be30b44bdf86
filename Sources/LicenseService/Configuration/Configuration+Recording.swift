internal import Daemon
package import Journal

extension Configuration {
    /// How issuance records are kept until the primary has them.
    package struct Recording: Equatable, Sendable {
        /// What becomes of a license whose record cannot be kept.
        package enum WhenFull: String, Equatable, Sendable, CaseIterable {
            case refuse
            case grant
        }

        package var isEnabled = true
        /// The sizes are those of the whole server.
        package var settings = JournalSettings()
        package var whenFull = WhenFull.refuse
        package var ship = Ship()
    }

    /// How records reach the primary.
    package struct Ship: Equatable, Sendable {
        /// The databases that may be the primary; empty means the server's own.
        package var hosts: [DatabaseHost] = []
        /// How often the journals are looked through.
        package var interval: Duration = .seconds(1)
    }

    /// One place where a database may be.
    package struct DatabaseHost: Equatable, Sendable {
        package var host: String
        /// Nil means the port of the server's own database.
        package var port: UInt16?
    }

    /// One loop's share: loops share no journal, and the disk is one.
    package var loopJournal: JournalSettings {
        var share = journal.settings
        share.diskBytes /= max(1, loopCount)
        share.lowBytes /= max(1, loopCount)
        // A segment goes when all of it has been shipped, so there must be a few.
        share.segmentBytes = min(share.segmentBytes, share.diskBytes / 4)
        return share
    }
}

extension Configuration.DatabaseHost {
    /// Reads `host`, `host:port`, `[2001:db8::1]:port` or the folder of a Unix socket.
    init?(_ text: String) {
        let place = /(?:\[([^\[\]]+)\]|([^:\[\]]+))(?::([0-9]+))?/
        guard let match = text.wholeMatch(of: place), let name = match.1 ?? match.2 else { return nil }
        host = String(name)
        guard let digits = match.3 else { return }
        guard let number = UInt16(digits), number > 0 else { return nil }
        port = number
    }
}

extension SettingsReader {
    mutating func journal(_ key: String) throws(ConfigurationError) -> Configuration.Recording {
        var section = try section(key)
        var journal = Configuration.Recording()
        journal.isEnabled = try section.optional("enabled", { Bool($0) }, "true or false") ?? true
        let known = Configuration.Recording.WhenFull.allCases.map(\.rawValue).joined(separator: " or ")
        journal.whenFull = try section.optional("whenFull", Configuration.Recording.WhenFull.init, known) ?? .refuse
        journal.settings = try section.journalSettings()
        journal.ship = try section.ship("ship")
        try section.finish()
        return journal
    }

    private mutating func journalSettings() throws(ConfigurationError) -> JournalSettings {
        let usual = JournalSettings()
        let megabyte = 1024 * 1024
        let settings = JournalSettings(
            batchDelay: try seconds("batchDelaySeconds", in: 0...1, default: usual.batchDelay),
            batchBytes: try integer(
                "batchBytes", in: 1024...JournalLimits.batchBytesMax, default: usual.batchBytes),
            segmentBytes: try integer("segmentBytes", in: megabyte...1024 * megabyte, default: usual.segmentBytes),
            diskBytes: try integer("diskBytes", in: 16 * megabyte...1_048_576 * megabyte, default: usual.diskBytes),
            lowBytes: try integer("lowBytes", in: 0...1_048_576 * megabyte, default: usual.lowBytes),
            retention: .seconds(3600 * (try integer("keepHours", in: 0...87_600, default: 72))))
        guard settings.lowBytes < settings.diskBytes else { throw error("lowBytes", "must be less than diskBytes") }
        return settings
    }

    private mutating func ship(_ key: String) throws(ConfigurationError) -> Configuration.Ship {
        var section = try section(key)
        var ship = Configuration.Ship()
        for text in try section.strings("hosts") {
            guard let host = Configuration.DatabaseHost(text) else {
                throw section.error("hosts", "must be a list of host or host:port, and ‘\(text)’ is neither")
            }
            ship.hosts.append(host)
        }
        ship.interval = try section.seconds("intervalSeconds", in: 0.05...3600, default: ship.interval)
        try section.finish()
        return ship
    }
}
