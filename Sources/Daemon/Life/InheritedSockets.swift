/// Sockets that systemd bound for this process and kept open between two runs of it (sd_listen_fds(3)).
package struct InheritedSockets: Equatable, Sendable {
    /// Where they begin: after standard input, output and error.
    private static let first: Int32 = 3
    /// More than anybody binds.
    private static let countMax: Int32 = 32

    private let numbers: [String: [Int32]]

    package static let none = InheritedSockets(numbers: [:])

    private init(numbers: [String: [Int32]]) { self.numbers = numbers }

    /// - Parameters:
    ///   - processID: ours; what was meant for another process is not for us.
    ///   - known: The names that mean something here. A socket that is alone and has another name is the first's, as
    ///     systemd names a socket after its unit unless `FileDescriptorName=` says otherwise.
    package init(
        environment: [String: String], processID: Int32, known: [String]
    ) throws(ConfigurationError) {
        guard let process = environment["LISTEN_PID"], Int32(process) == processID else {
            self = .none
            return
        }
        guard let count = environment["LISTEN_FDS"].flatMap({ Int32($0) }), (1...Self.countMax).contains(count) else {
            throw ConfigurationError("LISTEN_FDS", "must be a number from 1 to \(Self.countMax)")
        }
        var names = (environment["LISTEN_FDNAMES"] ?? "").split(separator: ":", omittingEmptySubsequences: false)
            .map(String.init)
        if count == 1, let first = known.first, !known.contains(names.first ?? "") { names = [first] }
        guard names.count == Int(count) else {
            throw ConfigurationError("LISTEN_FDNAMES", "must have a name for each of \(count) sockets")
        }
        var numbers: [String: [Int32]] = [:]
        for (name, number) in zip(names, Self.first...) {
            guard known.contains(name) else {
                throw ConfigurationError(
                    "LISTEN_FDNAMES",
                    "‘\(name)’ is no listener: FileDescriptorName= is \(known.joined(separator: ", "))")
            }
            numbers[name, default: []].append(number)
        }
        self.numbers = numbers
    }

    /// Descriptors of ours for as long as we run; empty when the listener is to bind for itself.
    package func numbers(named name: String) -> [Int32] { numbers[name] ?? [] }
}
