internal import Foundation

/// Asks for a license over and over: first the region that the service's name points at, and then the other.
actor StandInViewer {
    private(set) var tally = ViewerTally()
    private var regions: [RegionEndpoints]
    private let client: WebClient
    private let token: String
    private let challenge: Data
    private var task: Task<Void, Never>?

    private static let pause = Duration.milliseconds(500)
    private static let patience = Duration.seconds(3)

    /// - Parameter keyIDs: What the viewer's content is encrypted under, as hexadecimal digits.
    init(regions: [RegionEndpoints], client: WebClient, token: String, keyIDs: [String]) throws {
        self.regions = regions
        self.client = client
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

    /// Asks this region first from now on.
    func follow(_ region: String) {
        regions = regions.filter { $0.region == region } + regions.filter { $0.region != region }
    }

    func stop() { task?.cancel() }

    private func ask() async {
        for region in regions {
            var request = WebRequest(
                "POST", region.secure.appending(path: "v1/licenses/clearkey"),
                headers: [("Authorization", "Bearer \(token)")], body: challenge)
            request.limit = Self.patience
            guard let answer = try? await client.answer(request), answer.status == 200 else { continue }
            tally.granted += 1
            tally.grantedBy = answer.header("Evergrant-Region") ?? region.region
            return
        }
        tally.refused += 1
    }
}
