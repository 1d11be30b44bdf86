internal import Daemon
internal import Journal
internal import Reactor

/// Where the journals of a server are: one folder for each loop, numbered, below the state directory.
struct JournalFolders: Sendable {
    let path: String

    init(_ configuration: Configuration) { self.init(stateDirectory: configuration.stateDirectory) }

    init(stateDirectory: String) { path = "\(stateDirectory)/journal" }

    func folder(ofLoop index: Int) -> String { "\(path)/\(index)" }

    /// The numbers of all folders there are, also those of a process that had more loops.
    func loops() -> [Int] {
        let names = (try? Folder(path).names()) ?? []
        return names.compactMap { Int($0) }.filter { $0 >= 0 }.sorted()
    }

    /// Makes the folder above; records say who watched what, so nobody else may look in.
    func prepare() throws(ConfigurationError) {
        do throws(SystemError) { try Folder(path).createWithParents() } catch {
            throw ConfigurationError("stateDirectory", "\(path) cannot be made: issuance records need a place")
        }
    }
}

extension RecordJournal {
    /// How long somebody else may look into a journal that is about to be opened.
    private static let patience: Duration = .seconds(5)

    /// Opens the journal of one loop; the shipper of the same process may be looking into it just then.
    static func open(
        _ index: Int, of configuration: Configuration, on loop: isolated EventLoop
    ) async throws -> RecordJournal {
        let folder = JournalFolders(configuration).folder(ofLoop: index)
        let deadline = loop.now + patience
        while true {
            do throws(JournalFailure) {
                return try await open(in: folder, settings: configuration.loopJournal, on: loop)
            } catch .inUse where loop.now < deadline {
                try await loop.sleep(for: .milliseconds(20))
            } catch {
                throw CommandFailure.misconfigured("the journal in \(folder) cannot be opened: \(error)")
            }
        }
    }
}
