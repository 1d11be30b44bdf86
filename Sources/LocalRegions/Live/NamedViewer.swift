internal import Foundation

/// Asks for a license over and over, and each time asks the name server first where the service is.
///
/// Without a resolver's cache between: what is seen is when the name moves, and not when a cache forgets.
actor NamedViewer {
    private var tally = ViewerTally()
    private let run: SteeredRegions
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
        self.run = run
        self.token = token
        challenge = try ClearKeyChallenge(keyIDs: keyIDs).encoded()
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
        guard let address = await run.addressByName() else { return refuse("the name does not resolve") }
        guard let answer = await answer(from: address) else { return refuse("\(address) does not answer") }
        guard answer.status == 200 else { return refuse("\(address) answers \(answer.status)") }
        tally.granted += 1
        tally.grantedBy = answer.header("Evergrant-Region")
        tally.trouble = nil
    }

    private func answer(from address: String) async -> WebAnswer? {
        guard var request = try? run.request("POST", "v1/licenses/clearkey", at: address) else { return nil }
        request.headers = [("Authorization", "Bearer \(token)")]
        request.body = challenge
        request.limit = Self.patience
        return try? await run.regions.client.answer(request)
    }

    private func refuse(_ trouble: String) {
        tally.refused += 1
        tally.trouble = trouble
    }
}
