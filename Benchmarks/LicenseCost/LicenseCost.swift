import Bytes
import Cryptography
import DRMSystems
import Glibc
import Licensing

/// What a license costs without any input and output: from the bytes of a request to those of its answer and record.
///
///     LicenseCost HS256 | ES256 | EdDSA COUNT [renewal]      prints microseconds of processor time a license
///
/// For instructions, run it under callgrind with two counts: the difference leaves the start out.
@main
struct LicenseCost {
    static func main() throws {
        let arguments = CommandLine.arguments
        guard arguments.count >= 3, let algorithm = TokenAlgorithm(rawValue: arguments[1]),
            let count = Int(arguments[2]), count > 0
        else {
            print("usage: LicenseCost HS256|ES256|EdDSA COUNT [renewal]")
            exit(64)
        }
        let path = try LicensePath(algorithm, isRenewal: arguments.last == "renewal")
        let start = processorMicroseconds()
        var checksum = 0
        for _ in 0..<count { checksum &+= try path.license() }
        let microseconds = (processorMicroseconds() - start) / Double(count)
        print("{\"algorithm\": \"\(algorithm.rawValue)\", \"microseconds\": \(microseconds), \"bytes\": \(checksum)}")
    }
}

/// User and system time of the process.
func processorMicroseconds() -> Double {
    var usage = rusage()
    getrusage(RUSAGE_SELF.rawValue, &usage)
    let times = [usage.ru_utime, usage.ru_stime]
    return times.reduce(0) { $0 + Double($1.tv_sec) * 1_000_000 + Double($1.tv_usec) }
}
