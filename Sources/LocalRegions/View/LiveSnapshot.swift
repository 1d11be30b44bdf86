/// What is known about the run at one moment.
package struct LiveSnapshot: Equatable, Sendable {
    package var elapsed: Duration
    package var regions: [RegionSnapshot]
    package var name: NameSnapshot
    package var vantages: [VantageSnapshot]
    package var viewer: ViewerTally
    package var page: String
    /// Each notice once, the oldest first.
    package var alarms: [ReceivedAlarm] = []
    /// The latest changes, oldest first.
    package var events: [LiveEvent] = []

    package init(
        elapsed: Duration, regions: [RegionSnapshot], name: NameSnapshot, vantages: [VantageSnapshot],
        viewer: ViewerTally, page: String
    ) {
        self.elapsed = elapsed
        self.regions = regions
        self.name = name
        self.vantages = vantages
        self.viewer = viewer
        self.page = page
    }
}

/// What the name server says of the service's name.
package struct NameSnapshot: Equatable, Sendable {
    package var name: String
    /// Nil when the name server does not answer.
    package var region: String?
    package var timeToLiveSeconds: Int

    package init(name: String, region: String?, timeToLiveSeconds: Int) {
        self.name = name
        self.region = region
        self.timeToLiveSeconds = timeToLiveSeconds
    }
}

package struct VantageSnapshot: Equatable, Sendable {
    package var name: String
    package var isRunning: Bool
    /// Nil when it does not answer.
    package var status: VantageStatus?

    package init(name: String, isRunning: Bool, status: VantageStatus?) {
        self.name = name
        self.isRunning = isRunning
        self.status = status
    }
}

/// How the viewer fares, who asks for licenses as a player behind the service's name would.
package struct ViewerTally: Equatable, Sendable {
    package var granted = 0
    package var refused = 0
    /// The region of the last license.
    package var grantedBy: String?
    /// Why the last request got no license; nil when it got one.
    package var trouble: String?
    /// Licenses per second, the newest last.
    package var history: [Double] = []

    package init(granted: Int = 0, refused: Int = 0, grantedBy: String? = nil) {
        self.granted = granted
        self.refused = refused
        self.grantedBy = grantedBy
    }
}

package struct LiveEvent: Equatable, Sendable {
    package let elapsed: Duration
    package let text: String

    package init(elapsed: Duration, text: String) {
        self.elapsed = elapsed
        self.text = text
    }
}
