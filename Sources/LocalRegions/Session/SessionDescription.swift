package import Foundation

/// A running session, as other programs on this machine may find it in `session.json`.
///
/// Whoever may read the file may play an operator of the run: it names the files of its secrets, and holds an API key.
package struct SessionDescription: Codable, Equatable, Sendable {
    package struct Service: Codable, Equatable, Sendable {
        /// `https://license.evergrant.test:8443`: what players are told.
        package var url: String
        package var name: String
        package var port: UInt16
    }

    package struct NameServer: Codable, Equatable, Sendable {
        package var address: String
        package var port: UInt16
        package var zone: String
        /// A TSIG key in BIND's form, which may move the service's name.
        package var keyFile: String
        package var processID: Int32?
    }

    package struct Region: Codable, Equatable, Sendable {
        package var name: String
        /// `main` or `backup`: what it was made for, whatever has happened since.
        package var duty: String
        /// Where its listeners and its replication are; a cut network drops it.
        package var address: String
        /// What the service's name is an alias of while it points here.
        package var alias: String
        package var endpoints: RegionEndpoints
        package var serverProcessID: Int32?
        package var configurationFile: String
        package var database: Database
    }

    package struct Database: Codable, Equatable, Sendable {
        package var host: String
        package var port: UInt16
        package var name: String
        package var user: String
        package var passwordFile: String
        package var postmasterProcessID: Int32?
    }

    package struct Vantage: Codable, Equatable, Sendable {
        package var name: String
        package var url: String
        package var configurationFile: String
        package var processID: Int32?
    }

    /// How quickly the vantages decide, in seconds.
    package struct Times: Codable, Equatable, Sendable {
        package var cycle: Double
        package var failureWindow: Double
        package var recoveryWindow: Double
        package var connectTimeout: Double
        package var statusTimeout: Double
        package var timeToLive: Double
    }

    /// One license that both regions can grant, asked for as a player would.
    package struct License: Codable, Equatable, Sendable {
        package var path: String
        package var body: String
        package var token: String
        package var tokenFile: String
    }

    /// Where and as whom contents are registered.
    package struct Packager: Codable, Equatable, Sendable {
        /// A content's name is appended to it.
        package var path: String
        package var body: String
        package var apiKey: String
        package var apiKeyFile: String
    }

    package struct Alarms: Codable, Equatable, Sendable {
        package var url: String
        package var secretFile: String
        /// One line of JSON for each delivery: the notice's members and `receivedAtMilliseconds`.
        package var receivedFile: String
    }

    /// Raised when a reader of the version before would misread it.
    package var version = 1
    package var processID: Int32
    package var folder: String
    package var evergrant: String
    package var trustAnchorsFile: String
    package var service: Service
    package var nameServer: NameServer
    /// The main one first.
    package var regions: [Region]
    /// In the order of their rank.
    package var vantages: [Vantage]
    package var vantageSecretFile: String
    package var times: Times
    package var license: License
    package var packager: Packager
    package var alarms: Alarms
    /// Whether `network-cut` is possible.
    package var hasOwnNetwork: Bool

    /// The file that describes the session which keeps its state in `folder`.
    package static func file(in folder: URL) -> URL { folder.appending(path: "session.json") }

    package static func read(from folder: URL) throws -> SessionDescription {
        guard let data = try? Data(contentsOf: file(in: folder)) else {
            throw LocalRegionsFailure.notPossible(
                "There is no session.json in \(folder.path): is `evergrant-local up --state` running there?")
        }
        return try JSONDecoder().decode(SessionDescription.self, from: data)
    }

    /// Replaces the file as a whole, so that nobody reads half of it.
    func write(to folder: URL) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let file = Self.file(in: folder)
        try encoder.encode(self).write(to: file, options: .atomic)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
    }
}
