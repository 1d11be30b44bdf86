import ArgumentParser
import LocalRegions

/// What a run is made of, for every command that starts one.
struct RunOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "How long a region fails, or is well again, before its name moves; 180 is what an installation has.",
            valueName: "seconds"))
    var window = 30.0

    @Option(help: "How many vantages watch both regions; with 0, nobody moves the name.")
    var vantages = 3

    func validate() throws {
        guard (2...3600).contains(window) else { throw ValidationError("--window must be from 2 to 3600 seconds.") }
        guard (0...RunPorts.vantagesMax).contains(vantages) else {
            throw ValidationError("--vantages must be from 0 to \(RunPorts.vantagesMax).")
        }
    }

    var pace: Pace { .window(.seconds(window)) }
}
