package import Bytes
package import Failover

extension Notice {
    /// A region has begun to fail, or is well again; the name has not moved for it yet.
    ///
    /// - Parameters:
    ///   - since: When the unbroken run began, for the id: vantages that agree on the second tell of it once.
    ///   - window: How long it must last before the name moves.
    package static func standing(
        of region: RegionChoice, since: Timestamp, window: Duration, active: RegionChoice, _ scene: NoticeScene
    ) -> Notice {
        let glimpse = scene.regions[region]
        let other = scene.regions[region.other]
        let isHealthy = glimpse.standing == .healthy
        let kind: Kind = isHealthy ? .regionHealthy : .regionFailing
        return Notice(
            id: id(kind, service: scene.service, occasion: region.rawValue, "\(since.seconds)"), kind: kind,
            severity: isHealthy ? .info : .warning,
            title: "\(glimpse.name) \(isHealthy ? "is healthy again" : "fails")",
            lines: [
                glimpse.sentence, "This began at \(CivilDate(since).text).", other.sentence,
                outlook(for: region, isHealthy: isHealthy, window: window, active: active, scene), scene.signature,
            ], at: scene.at)
    }

    /// No region is left to point at; the name stays.
    package static func bothFailing(since: Timestamp, active: RegionChoice, _ scene: NoticeScene) -> Notice {
        Notice(
            id: id(.bothRegionsFailing, service: scene.service, occasion: "\(since.seconds)"),
            kind: .bothRegionsFailing, severity: .critical, title: "Both regions of \(scene.service) fail",
            lines: [
                "No region of \(scene.service) serves licenses.", "This began at \(CivilDate(since).text).",
                scene.regions.main.sentence, scene.regions.backup.sentence,
                "The name stays at \(scene.regions[active].name): there is no better place.",
                "You can: mend either region; the name follows by itself. Look first at what both share: their network "
                    + "path, certificates, a release, a configuration.",
                scene.signature,
            ], at: scene.at)
    }

    private static func outlook(
        for region: RegionChoice, isHealthy: Bool, window: Duration, active: RegionChoice, _ scene: NoticeScene
    ) -> String {
        let (main, backup) = (scene.regions.main.name, scene.regions.backup.name)
        switch (region, isHealthy, active) {
        case (.main, false, .main):
            return "If this lasts for \(window.words), the name moves to \(backup). You can: look at \(main) now, or "
                + "hold the name with `evergrant probe freeze`."
        case (.main, true, .backup):
            return "If this lasts for \(window.words), the name moves back to \(main). You can: hold it at \(backup) "
                + "with `evergrant probe freeze` until you trust \(main)."
        case (.backup, false, _):
            return "While this lasts \(main) has no backup. You can: look at \(backup) before \(main) needs it."
        default: return "The name stays at \(scene.regions[active].name). Nothing has to be done."
        }
    }
}
