internal import Bytes
internal import Daemon
internal import Failover
internal import Reactor

/// What a restart must not forget: the promotions that were heard of, in the state directory.
struct SuccessorFile: Sendable {
    /// Eight peers at most, with a hundred bytes for each promotion of theirs.
    private static let bytesMax = 1 << 20

    private let folder: String
    var path: String { "\(folder)/successors.json" }

    init(_ configuration: Configuration) { folder = configuration.stateDirectory }

    /// Makes the state directory unless it is there.
    func makeFolder() throws(ConfigurationError) {
        do throws(SystemError) { try Folder(folder).createWithParents() } catch {
            throw ConfigurationError("stateDirectory", "\(folder) cannot be made: what the peers say needs a place")
        }
    }

    /// What is remembered; a file that cannot be understood stops the start, for it may be what keeps writes away.
    func read() throws(ConfigurationError) -> [PrimaryFence.Successor] {
        var bytes: [UInt8]?
        do throws(SystemError) { bytes = try WholeFile.read(path, atMost: Self.bytesMax) } catch {
            if error.isMissing { return [] }
        }
        guard let successors = bytes.flatMap(Self.parse) else {
            throw ConfigurationError("stateDirectory", "\(path) cannot be read: it says whether writes are safe here")
        }
        return successors
    }

    /// Waits for the disk; for a thread of its own.
    func write(_ successors: [PrimaryFence.Successor]) throws(SystemError) {
        try DurableFile.replace(path, with: Self.json(successors))
    }

    static func parse(_ bytes: [UInt8]) -> [PrimaryFence.Successor]? {
        guard let json = try? JSONObject(parsing: bytes), let list = try? json.array("successors") else { return nil }
        var successors: [PrimaryFence.Successor] = []
        for element in list {
            guard case .object(let entry) = element, let peer = try? entry.string("peer"),
                let system = (try? entry.string("systemIdentifier")).flatMap(UInt64.init),
                let timeline = (try? entry.integer("timeline")).flatMap(UInt32.init(exactly:))
            else { return nil }
            let identity = DatabaseIdentity(systemIdentifier: system, timeline: timeline)
            successors.append(PrimaryFence.Successor(identity: identity, peer: peer))
        }
        return successors
    }

    static func json(_ successors: [PrimaryFence.Successor]) -> [UInt8] {
        var json = JSONWriter()
        json.object { json in
            json.member("successors") { json in
                json.array { json in
                    for successor in successors {
                        json.object { json in
                            json.member("systemIdentifier", String(successor.identity.systemIdentifier))
                            json.member("timeline", successor.identity.timeline)
                            json.member("peer", successor.peer)
                        }
                    }
                }
            }
        }
        return json.bytes
    }
}
