/// What became different between two looks, as sentences; figures that always move are no change.
package func stateChanges(from old: LiveSnapshot, to new: LiveSnapshot) -> [String] {
    zip(old.regions, new.regions).flatMap { regionChanges(from: $0, to: $1) }
        + zip(old.vantages, new.vantages).flatMap { vantageChanges(from: $0, to: $1) }
        + nameChanges(from: old.name, to: new.name)
        + new.alarms.dropFirst(old.alarms.count).map { "alarm: \($0.title)" }
        + viewerChanges(from: old.viewer, to: new.viewer)
}

/// Where things stand before anything has changed.
func firstWords(of snapshot: LiveSnapshot) -> [String] {
    snapshot.regions.map { "\($0.name): health \(words($0.health))" }
}

private func regionChanges(from old: RegionSnapshot, to new: RegionSnapshot) -> [String] {
    var changes: [String] = []
    if old.databaseRuns != new.databaseRuns {
        changes.append("\(new.name): the database \(new.databaseRuns ? "runs again" : "is gone")")
    }
    if old.serverRuns != new.serverRuns {
        changes.append("\(new.name): the server \(new.serverRuns ? "runs again" : "is gone")")
    }
    if words(old.health) != words(new.health) { changes.append("\(new.name): health \(words(new.health))") }
    return changes
}

private func vantageChanges(from old: VantageSnapshot, to new: VantageSnapshot) -> [String] {
    var changes: [String] = []
    if old.isRunning != new.isRunning {
        changes.append("the vantage in \(new.name) \(new.isRunning ? "runs again" : "is gone")")
    }
    if let status = new.status, status.acting, old.status?.acting == false {
        changes.append("the vantage in \(new.name) acts from now on")
    }
    return changes
}

private func nameChanges(from old: NameSnapshot, to new: NameSnapshot) -> [String] {
    guard old.region != new.region else { return [] }
    return [new.region.map { "\(new.name) points at \($0)" } ?? "the name server does not answer"]
}

private func viewerChanges(from old: ViewerTally, to new: ViewerTally) -> [String] {
    if let region = new.grantedBy, new.trouble == nil, region != old.grantedBy || old.trouble != nil {
        return ["the viewer's licenses come from \(region)"]
    }
    guard let trouble = new.trouble, old.trouble == nil else { return [] }
    return ["the viewer gets no license: \(trouble)"]
}

private func words(_ health: HealthReport?) -> String {
    guard let health else { return "does not answer" }
    return "\(health.statusCode) \(health.status)" + (health.mode.map { ", \($0)" } ?? "")
}
