import ArgumentParser
import Daemon
import Drill

/// Parses, calls one library function, and picks an exit code; decides nothing.
struct DrillCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drill",
        abstract: "Play a game day against a running installation, and judge it.",
        discussion: """
            The plan says who asks for what, which shell commands break and mend something, and what must then be \
            true; docs/drill.md is its manual. Licenses are asked for by name at a fixed rate from the first second \
            to the last, and the name is looked up anew for each. Exits 0 when every claim was met, 1 when one was \
            not, 78 when the plan cannot be played.
            """
    )

    @Option(help: ArgumentHelp("The plan, YAML or JSON.", valueName: "path"))
    var plan: String

    @Option(help: ArgumentHelp("The folder for README.md, report.json and availability.svg.", valueName: "folder"))
    var report: String

    func run() throws {
        let planned = try ending { try DrillPlan.load(from: plan) }
        let played = try ending { try playDrill(planned) }
        try ending { try played.write(into: report) }
        for finding in played.verdict.findings {
            print("\(finding.isMet ? "met     " : "NOT MET ") \(finding.claim): \(finding.measured)")
        }
        print("\(played.verdict.isPassed ? "Passed" : "Failed"): \(report)/README.md")
        guard played.verdict.isPassed else { throw ExitCode(1) }
    }
}
