internal import FoundationEssentials
internal import Reactor

/// The client of RFC 2136 that does the talking; both read the same commands.
package enum UpdateProgram: String, Sendable, CaseIterable {
    /// ISC BIND's, Debian's `bind9-dnsutils`.
    case nsupdate
    /// Knot DNS's, Debian's `knot-dnsutils`.
    case knsupdate

    private static let folders = ["/usr/bin", "/usr/local/bin", "/bin", "/usr/sbin"]

    /// The first of them that is installed.
    package static func installed() -> UpdateProgram? { allCases.first { $0.path != nil } }

    var path: String? {
        Self.folders.map { "\($0)/\(rawValue)" }.first(where: FileManager.default.isExecutableFile)
    }

    /// Over TCP, so that one command is one update: a packet sent twice could be done twice, and its second answer
    /// would say that the condition no longer holds.
    func arguments(within deadline: Duration) -> [String] {
        let seconds = "\(max(1, deadline.components.seconds))"
        return switch self {
        case .nsupdate: ["-v", "-t", seconds]
        case .knsupdate: ["-v", "-t", seconds, "-r", "0"]
        }
    }

    /// What the server said to a refused update, as `NXRRSET` or `NOTAUTH(BADKEY)`; nil when it said nothing.
    ///
    /// The only words of theirs that are repeated: around a syntax error they would quote the line with the key.
    func responseCode(in result: ProgramResult) -> String? {
        let (text, mark) =
            switch self {
            case .nsupdate: (result.errors, "update failed: ")
            case .knsupdate: (result.output, "status: ")
            }
        let lines = String(decoding: text, as: UTF8.self)
        guard let start = lines.firstRange(of: mark)?.upperBound else { return nil }
        let code = lines[start...].prefix { $0.isASCII && ($0.isUppercase || "()".contains($0)) }
        return code.isEmpty || code == "NOERROR" ? nil : String(code)
    }
}
