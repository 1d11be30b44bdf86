internal import Foundation

/// Asks for a license over and over, and each time asks the name server first where the service is.
///
/// Without a resolver's cache between: what is seen is when the name moves, and not when a cache forgets.
actor NamedViewer {
    private var tally = ViewerTally()
    private let names: KnotServer
    private let client: WebClient
    private let url: URL
    private let port: UInt16
    private let token: String
    private let challenge: Data
    private var task: Task<Void, Never>?
    private var lastSample: (at: ContinuousClock.Instant, granted: Int)?

    private static let pause = Duration.milliseconds(500)
    private static let patience = Duration.seconds(3)
    private static let samplePauseMin = Duration.milliseconds(500)
    private static let historyMax = 120

    /// - Parameter keyIDs: What the viewer's content is encrypted under, as hexadecimal digits.
    init(of run: SteeredRegions, token: String, keyIDs: [String]) throws {
        names = run.names
        client = run.regions.client
        port = run.regions.ports.secure
        self.token = token
        challenge = try ClearKeyChallenge(keyIDs: keyIDs).encoded()
        guard let url = URL(string: "https://\(run.names.zone.serviceName):\(port)/v1/licenses/clearkey") else {
            throw LocalRegionsFailure.unexpectedAnswer("\(run.names.zone.serviceName) is no name for a host")
        }
        self.url = url
    }

    func start() {
        task = Task {
            while !Task.isCancelled {
                await ask()
                try? await Task.sleep(for: Self.pause)
            }
        }
    }

    func stop() { task?.cancel() }

    /// How the viewer fares, with the rate since the last look.
    func look() -> ViewerTally {
        let now = ContinuousClock.now
        if let lastSample {
            guard now - lastSample.at >= Self.samplePauseMin else { return tally }
            let perSecond = Double(tally.granted - lastSample.granted) / ((now - lastSample.at) / .seconds(1))
            tally.history = (tally.history + [perSecond]).suffix(Self.historyMax)
        }
        lastSample = (now, tally.granted)
        return tally
    }

    private func ask() async {
        let answers = (try? await names.answers(to: names.zone.serviceName, type: "A")) ?? []
        // The alias comes first and the address of what it stands for last.
        guard let address = answers.last, !address.hasSuffix(".") else { return refuse("the name does not resolve") }
        var request = WebRequest(
            "POST", url, headers: [("Authorization", "Bearer \(token)")], body: challenge)
        request.limit = Self.patience
        request.connectTo = "\(address):\(port)"
        guard let answer = try? await client.answer(request) else { return refuse("\(address) does not answer") }
        guard answer.status == 200 else { return refuse("\(address) answers \(answer.status)") }
        tally.granted += 1
        tally.grantedBy = answer.header("Evergrant-Region")
        tally.trouble = nil
    }

    private func refuse(_ trouble: String) {
        tally.refused += 1
        tally.trouble = trouble
    }
}
