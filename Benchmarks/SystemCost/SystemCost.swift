import Glibc

/// What licenses cost whose challenges take private keys, from the bytes of a challenge to those of the license.
///
///     SystemCost widevine | widevine-private | playready COUNT    prints microseconds of processor time a license
///     SystemCost flood FOLDER KEY-ID                              writes a challenge, and what a server needs for it
///
/// The device is known from its last license; `widevine-first` and so on is its first one.
/// `Benchmarks/Clients/systems.c` is the floor: the same operations of OpenSSL, and nothing else.
@main
struct SystemCost {
    static func main() throws {
        let arguments = CommandLine.arguments
        if arguments.count == 4, arguments[1] == "flood" {
            return try FloodFiles(keyID: arguments[3]).write(to: arguments[2])
        }
        guard arguments.count == 3, let count = Int(arguments[2]), count > 0,
            let path = try path(arguments[1], count)
        else {
            print("usage: SystemCost widevine[-private][-first] | playready[-first] COUNT | flood FOLDER KEY-ID")
            exit(64)
        }
        _ = try path()  // Warm, as a server is.
        let start = processorMicroseconds()
        var checksum = 0
        for _ in 0..<count { checksum &+= try path() }
        let microseconds = (processorMicroseconds() - start) / Double(count)
        print("{\"microseconds\": \(microseconds), \"bytes\": \(checksum)}")
    }

    /// Makes one license, and tells how many bytes it has.
    ///
    /// - Parameter count: So many first licenses need as many devices.
    private static func path(_ name: String, _ count: Int) throws -> (() throws -> Int)? {
        switch name {
        case "widevine": try WidevinePath(isPrivate: false).license
        case "widevine-first": try WidevinePath(isPrivate: false, devices: count + 1).license
        case "widevine-private": try WidevinePath(isPrivate: true).license
        case "widevine-private-first": try WidevinePath(isPrivate: true, devices: count + 1).license
        case "playready": try PlayReadyPath().license
        case "playready-first": try PlayReadyPath(devices: count + 1).license
        default: nil
        }
    }
}

/// User and system time of the process.
private func processorMicroseconds() -> Double {
    var usage = rusage()
    getrusage(RUSAGE_SELF.rawValue, &usage)
    let times = [usage.ru_utime, usage.ru_stime]
    return times.reduce(0) { $0 + Double($1.tv_sec) * 1_000_000 + Double($1.tv_usec) }
}
