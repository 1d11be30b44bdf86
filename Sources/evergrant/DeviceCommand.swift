import ArgumentParser
import LicenseService

struct DeviceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "device",
        abstract: "Devices that count against a policy's devicesPerSubjectMax.",
        subcommands: [List.self, Forget.self])

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "Name the devices on which a subject has had licenses, the first seen first.")

        @Option(help: "The site.")
        var site: String

        @Option(help: "Whom the tokens call sub.")
        var subject: String

        @OptionGroup var options: ConfigurationOptions

        func run() throws {
            let configuration = try options.load()
            let lines = try ending { try Administration(configuration).listDevices(site: site, subject: subject) }
            for line in lines { print(line) }
        }
    }

    struct Forget: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "forget",
            abstract: "Make room for another device of a subject.",
            discussion: "The device that is forgotten counts again when it asks again. Exits 1 when there is none.")

        @Option(help: "The site.")
        var site: String

        @Option(help: "Whom the tokens call sub.")
        var subject: String

        @Option(help: ArgumentHelp("The device, as it is listed.", valueName: "hex"))
        var device: String?

        @Flag(help: "Forget all of the subject's devices.")
        var all = false

        @OptionGroup var options: ConfigurationOptions

        func validate() throws {
            guard (device != nil) != all else { throw ValidationError("Give --device or --all.") }
        }

        func run() throws {
            let configuration = try options.load()
            let count = try ending {
                try Administration(configuration).forgetDevices(site: site, subject: subject, device: device)
            }
            print("forgot \(count) device\(count == 1 ? "" : "s") of \(subject)")
        }
    }
}
