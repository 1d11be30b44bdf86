internal import Daemon
internal import FoundationEssentials
internal import Licensing

/// A policy that somebody wrote into a file, or that a database holds.
struct PolicyDocument {
    let policy: LicensePolicy
    let text: String

    init(file: String) throws {
        guard let data = FileManager.default.contents(atPath: file) else {
            throw CommandFailure.misconfigured("cannot read \(file)")
        }
        try self.init(Array(data), called: file)
    }

    init(_ text: String, called name: String) throws { try self.init(Array(text.utf8), called: name) }

    private init(_ bytes: [UInt8], called name: String) throws {
        do {
            policy = try LicensePolicy(parsing: bytes)
        } catch {
            throw CommandFailure.misconfigured("\(name) is no policy: \(error)")
        }
        // What parses is UTF-8 to the byte.
        text = String(decoding: bytes, as: UTF8.self)
    }
}
