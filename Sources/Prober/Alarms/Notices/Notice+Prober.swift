package import Bytes
package import Failover

extension Notice {
    /// The name should move, and the authority does not take the change.
    ///
    /// - Parameter occasion: The same for all attempts at the same change: the epoch that it would have.
    package static func steeringFailed(
        wanted: String, reason: String, occasion: String, _ scene: NoticeScene
    ) -> Notice {
        Notice(
            id: id(.steeringFailed, service: scene.service, occasion: occasion), kind: .steeringFailed,
            severity: .critical, title: "\(scene.service) cannot be moved to \(wanted)",
            lines: [
                "\(scene.service) should point at \(wanted), and the change fails: \(reason).",
                scene.regions.main.sentence, scene.regions.backup.sentence,
                "It is tried again until it succeeds. You can: change the record by hand, in the zone or the console; "
                    + "the vantages see it and go on from there.",
                scene.signature,
            ], at: scene.at)
    }

    /// The authority takes changes again.
    package static func steeringWorks(occasion: String, _ scene: NoticeScene) -> Notice {
        Notice(
            id: id(.steeringWorks, service: scene.service, occasion: occasion), kind: .steeringWorks, severity: .info,
            title: "\(scene.service) can be moved again",
            lines: [
                "The name's authority answers and agrees with the vantages again.", scene.regions.main.sentence,
                scene.regions.backup.sentence, scene.signature,
            ], at: scene.at)
    }

    /// An operator took the decision over, or gave it back.
    ///
    /// - Parameters:
    ///   - order: `freeze`, `force backup`, `release`.
    ///   - version: Of the order, as the vantages agree on it.
    package static func overrideOrdered(order: String, version: String, _ scene: NoticeScene) -> Notice {
        let isRelease = order == "release"
        return Notice(
            id: id(.overrideOrdered, service: scene.service, occasion: order, version), kind: .overrideOrdered,
            severity: isRelease ? .info : .warning, title: "\(scene.service): an operator ordered \(order)",
            lines: [
                "An operator ordered: \(order) (version \(version)).",
                isRelease
                    ? "The regions' health decides again where the name points."
                    : "The name no longer follows the regions' health. `evergrant probe release` gives it back.",
                scene.regions.main.sentence, scene.regions.backup.sentence, scene.signature,
            ], at: scene.at)
    }

    /// An operator's order is not obeyed: it would point at a region that is known to be dead.
    ///
    /// - Parameter version: What the order would have been known by.
    package static func orderRefused(
        order: String, reason: String, version: String, _ scene: NoticeScene
    ) -> Notice {
        Notice(
            id: id(.orderRefused, service: scene.service, occasion: order, version), kind: .orderRefused,
            severity: .warning, title: "\(scene.service): the order \(order) was refused",
            lines: [
                "An operator ordered \(order), and it was refused: \(reason).", scene.regions.main.sentence,
                scene.regions.backup.sentence,
                "You can: wait for the region, or order it again with `--force` if you know better than the vantages.",
                scene.signature,
            ], at: scene.at)
    }

    /// This vantage watches from now on.
    ///
    /// - Parameter run: Tells one start from the next.
    package static func proberStarted(run: String, active: RegionChoice, _ scene: NoticeScene) -> Notice {
        Notice(
            id: id(.proberStarted, service: scene.service, occasion: scene.vantage, run), kind: .proberStarted,
            severity: .info, title: "Vantage \(scene.vantage) watches \(scene.service)",
            lines: [
                "Vantage \(scene.vantage) was started; the name points at \(scene.regions[active].name).",
                scene.regions.main.sentence, scene.regions.backup.sentence,
                "Nothing has to be done, unless nobody meant to start it.", scene.signature,
            ], at: scene.at)
    }

    /// Another vantage has not been heard of, or is heard again.
    ///
    /// - Parameter since: When it was heard last, for the id; to the second.
    package static func vantage(
        _ name: String, isSilent: Bool, since: Timestamp, _ scene: NoticeScene
    ) -> Notice {
        let kind: Kind = isSilent ? .vantageSilent : .vantageHeard
        return Notice(
            id: id(kind, service: scene.service, occasion: name, "\(since.seconds)"), kind: kind,
            severity: isSilent ? .warning : .info,
            title: "Vantage \(name) \(isSilent ? "is silent" : "is heard again")",
            lines: [
                isSilent
                    ? "Vantage \(name) was last heard at \(CivilDate(since).text)."
                    : "Vantage \(name) is heard again; it had been silent since \(CivilDate(since).text).",
                scene.regions.main.sentence, scene.regions.backup.sentence,
                isSilent
                    ? "The others go on without it. You can: look at its machine, its network and its log."
                    : "Nothing has to be done.",
                scene.signature,
            ], at: scene.at)
    }

    /// Asked for by an operator, to see that alarms arrive.
    package static func test(_ scene: NoticeScene) -> Notice {
        Notice(
            id: id(.test, service: scene.service, occasion: scene.vantage, "\(scene.at.seconds)"), kind: .test,
            severity: .info, title: "Test of the alarms of \(scene.service)",
            lines: [
                "This is a test: nothing happened.", scene.regions.main.sentence, scene.regions.backup.sentence,
                "Nothing has to be done.", scene.signature,
            ], at: scene.at)
    }
}
