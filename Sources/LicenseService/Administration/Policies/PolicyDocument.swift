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
        try self.init(String(decoding: data, as: UTF8.self), called: file)
    }

    init(_ text: String, called name: String) throws {
        do {
            policy = try LicensePolicy(parsing: Array(text.utf8))
        } catch {
            throw CommandFailure.misconfigured("\(name) is no policy: \(error)")
        }
        self.text = text
    }
}
