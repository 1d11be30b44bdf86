import Bytes
import Failover

@testable import Prober

/// Seoul has failed for three minutes, Tokyo is well.
let sampleScene = NoticeScene(
    service: "license.example.test",
    regions: PerRegion(
        main: RegionGlimpse(name: "seoul", standing: .failing("answers 503"), lasting: .seconds(185)),
        backup: RegionGlimpse(name: "tokyo", standing: .healthy, lasting: .seconds(7800))),
    seeingVantages: 2, allVantages: 3, vantage: "osaka", at: Timestamp(seconds: 1_440_938_160))

func switchNotice(epoch: UInt64 = 7) -> Notice {
    .switched(to: .backup, epoch: epoch, isOrdered: false, timeToLive: .seconds(30), sampleScene)
}
