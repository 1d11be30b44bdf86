package import Bytes
package import Failover

/// The whole view of one vantage at one moment: what every notice is written from.
package struct NoticeScene: Equatable, Sendable {
    /// The name that players ask for.
    package let service: String
    package let regions: PerRegion<RegionGlimpse>
    /// Vantages that have been heard lately and are not blind, of all that there are.
    package let seeingVantages: Int
    package let allVantages: Int
    /// Who writes.
    package let vantage: String
    package let at: Timestamp

    package init(
        service: String, regions: PerRegion<RegionGlimpse>, seeingVantages: Int, allVantages: Int, vantage: String,
        at: Timestamp
    ) {
        self.service = service
        self.regions = regions
        self.seeingVantages = seeingVantages
        self.allVantages = allVantages
        self.vantage = vantage
        self.at = at
    }

    /// The last line of every notice.
    var signature: String {
        "Told by vantage \(vantage) at \(CivilDate(at).text); \(seeingVantages) of \(allVantages) vantages see."
    }
}
