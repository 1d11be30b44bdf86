internal import Bytes
internal import Daemon
internal import FoundationEssentials
internal import Journal
internal import Logging
internal import Reactor
internal import Synchronization

/// What an operator asks about a server's journals, whether it runs or not.
package struct JournalCommands: Sendable {
    private let directories: [String]

    /// - Parameters:
    ///   - directory: One journal's folder; nil means each of the server's.
    ///   - stateDirectory: The server's state, where it is not as configured: a lost server's disk, for example.
    package init(
        _ configuration: @autoclosure () throws -> Configuration, directory: String?, stateDirectory: String?
    ) throws {
        if let directory {
            directories = [directory]
        } else {
            let state = try stateDirectory ?? configuration().stateDirectory
            let folders = JournalFolders(stateDirectory: state)
            directories = folders.loops().map(folders.folder(ofLoop:))
            if directories.isEmpty { throw CommandFailure.refused("there is no journal in \(folders.path)") }
        }
    }

    /// What reading each journal from its first byte to its last came to.
    package func verify() throws -> (lines: [String], isIntact: Bool) {
        var lines: [String] = []
        var isIntact = true
        for directory in directories {
            let report = try reading(directory) { reader throws(JournalFailure) in try reader.verify() }
            guard report.instance != nil || !report.isIntact else {
                throw CommandFailure.refused("\(directory) holds no journal")
            }
            lines.append(contentsOf: report.lines(directory))
            isIntact = isIntact && report.isIntact
        }
        return (lines, isIntact)
    }

    /// A line for each journal: whose it is and how far its records have come.
    package func stat() throws -> [String] {
        try directories.map { directory in
            try reading(directory) { reader throws(JournalFailure) in
                var reader = reader
                let (durable, shipped) = (try reader.durable(), try reader.shipped())
                let instance = try reader.instance().map { "\($0)" } ?? "no journal yet"
                let unshipped = durable > shipped ? durable - shipped : 0
                return "\(directory): \(instance), newest \(durable), shipped \(shipped), unshipped \(unshipped)"
            }
        }
    }

    private func reading<R>(_ directory: String, _ body: (inout JournalReader) throws(JournalFailure) -> R) throws -> R
    {
        guard FileManager.default.fileExists(atPath: directory) else {
            throw CommandFailure.refused("\(directory) is not there")
        }
        do throws(JournalFailure) {
            var reader = JournalReader(directory)
            return try body(&reader)
        } catch {
            throw CommandFailure.refused("\(directory): \(error)")
        }
    }
}

extension JournalReport {
    fileprivate func lines(_ directory: String) -> [String] {
        let records = records == 0 ? "no records" : "records \(firstSequence) to \(lastSequence)"
        let head = [
            "\(directory): \(isIntact ? "intact" : "NOT INTACT"), \(records) in \(segments) files of \(bytes) bytes",
            "  journal \(instance.map { "\($0)" } ?? "unknown"), durable \(durableSequence), "
                + "shipped \(shippedSequence)",
        ]
        let hash = lastHash.isEmpty ? [] : ["  chain hash \(Hex.encode(lastHash))"]
        let unfinished = unfinishedBytes == 0 ? [] : ["  an unfinished batch of \(unfinishedBytes) bytes at the end"]
        return head + hash + unfinished + damages.map { "  \($0)" }
    }
}

/// Moves what is not shipped yet to the primary, once, beside a running server or for one that is gone.
///
/// - Parameter stateDirectory: Where the journals are, when not as configured.
/// - Returns: How many records were sent.
package func shipJournals(_ configuration: Configuration, stateDirectory: String?) throws -> Int {
    var configuration = configuration
    if let stateDirectory { configuration.stateDirectory = stateDirectory }
    let folders = JournalFolders(configuration)
    if folders.loops().isEmpty { throw CommandFailure.refused("there is no journal in \(folders.path)") }
    let plant = try Plant(
        configuration, environment: ThisProcess.environment, threshold: LogThreshold(.warning))
    let problem = try onOwnLoop { loop in
        await Shipper(plant).shipOnce(within: Administration.patience, on: loop)
    }
    if let problem { throw CommandFailure.unavailable("records are left: \(problem)") }
    return plant.shipping.shipped.load(ordering: .relaxed)
}
