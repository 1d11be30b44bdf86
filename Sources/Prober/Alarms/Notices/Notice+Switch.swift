package import Failover

extension Notice {
    /// The name was moved, and the authority confirmed it.
    ///
    /// - Parameters:
    ///   - epoch: Of the record: one switch has one epoch, whoever tells of it.
    ///   - isOrdered: Whether an operator's order moved it and not a region's health.
    package static func switched(
        to choice: RegionChoice, epoch: UInt64, isOrdered: Bool, timeToLive: Duration, _ scene: NoticeScene
    ) -> Notice {
        let kind: Kind = choice == .main ? .switchedToMain : .switchedToBackup
        let (target, left) = (scene.regions[choice], scene.regions[choice.other])
        let cause = isOrdered ? "by an operator's order" : "by the regions' health"
        return Notice(
            id: id(kind, service: scene.service, occasion: "\(epoch)"), kind: kind,
            severity: choice == .main ? .info : .critical,
            title: "\(scene.service) now points at \(target.name)",
            lines: [
                "\(scene.service) was moved to \(target.name) \(cause) (epoch \(epoch)).",
                "Players follow within \(timeToLive.words), the record's time to live.",
                left.sentence, target.sentence,
            ] + advice(after: choice, scene) + [scene.signature],
            at: scene.at)
    }

    private static func advice(after choice: RegionChoice, _ scene: NoticeScene) -> [String] {
        let (main, backup) = (scene.regions.main.name, scene.regions.backup.name)
        switch choice {
        case .main: return ["Licenses and writes are served from \(main) again. Nothing is left to be done."]
        case .backup:
            return [
                "Licenses are served from \(backup); packagers are refused until \(main) is back.",
                "You can: mend \(main), and the name returns by itself; or promote \(backup)'s "
                    + "database (docs/runbooks/main-database-lost.md); or hold the name where it is with "
                    + "`evergrant probe freeze`.",
            ]
        }
    }
}
