import ArgumentParser
import LicenseService

struct Token: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token",
        abstract: "License tokens, for testing and for looking into them.", subcommands: [Mint.self, Inspect.self])

    struct Mint: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "mint",
            abstract: "Sign a license token and print it.",
            discussion: """
                Your own back end makes tokens the same way: a JWT with the claims of docs/tokens.md. Needs neither \
                configuration nor database.
                """
        )

        @Option(help: ArgumentHelp("The signing key, as `token-key create` wrote it.", valueName: "path"))
        var keyFile: String

        @Option(help: "HS256, ES256 or EdDSA.")
        var algorithm: String

        @Option(help: "The key's name.")
        var keyId: String

        @Option(help: "The site (aud).")
        var site: String

        @Option(help: "The content it grants.")
        var content: String?

        @Option(help: ArgumentHelp("A key it grants; may be repeated.", valueName: "key-id"))
        var key: [String] = []

        @Option(help: "Grant the keys under this policy: of the site, or of --policy-file.")
        var policy: String?

        @Option(help: ArgumentHelp("A policy document that the token carries for its keys.", valueName: "path"))
        var policyFile: String?

        @Option(help: "Whom it is for (sub).")
        var subject: String?

        @Option(help: "How long it is valid.")
        var lifetimeSeconds = 300

        @Flag(help: "For one license, and no second.")
        var once = false

        @OptionGroup(title: "License Options") var license: LicenseOptions

        func validate() throws {
            guard (1...31_536_000).contains(lifetimeSeconds) else {
                throw ValidationError("--lifetime-seconds must be from 1 to 31536000 (a year).")
            }
            guard content != nil || !key.isEmpty else { throw ValidationError("Give --content, --key, or both.") }
        }

        func run() throws {
            let signing = TokenSigning(keyFile: keyFile, algorithm: algorithm, keyName: keyId)
            var order = TokenOrder(signing: signing, site: site, lifetime: .seconds(lifetimeSeconds))
            (order.content, order.keyIDs, order.subject) = (content, key, subject)
            (order.policyName, order.policyFile, order.isForOneUse) = (policy, policyFile, once)
            order.license = license.order
            print(try ending { try mintToken(order) })
        }
    }
}

/// What a token says of the license.
struct LicenseOptions: ParsableArguments {
    @Option(help: ArgumentHelp("How long the license lives.", valueName: "seconds"))
    var licenseDuration: Int?

    @Option(help: ArgumentHelp("How long until it must be played first.", valueName: "seconds"))
    var rentalDuration: Int?

    @Option(help: ArgumentHelp("How long from the first play.", valueName: "seconds"))
    var playbackDuration: Int?

    @Flag(inversion: .prefixedNo, help: "Whether a device may keep the license.")
    var persist: Bool?

    @Option(help: ArgumentHelp("When players renew first.", valueName: "seconds"))
    var renewalDelay: Int?

    @Option(help: ArgumentHelp("How long between two attempts that failed.", valueName: "seconds"))
    var renewalRetry: Int?

    @Option(help: ArgumentHelp("How long players go on while none succeeds.", valueName: "seconds"))
    var renewalRecovery: Int?

    var order: LicenseOrder {
        var order = LicenseOrder()
        (order.duration, order.rental, order.playback) = (licenseDuration, rentalDuration, playbackDuration)
        (order.renewalDelay, order.renewalRetry, order.renewalRecovery) = (renewalDelay, renewalRetry, renewalRecovery)
        order.mayPersist = persist
        return order
    }
}
