/// What became different between two looks, as sentences; figures that always move are no change.
package func stateChanges(from old: LiveSnapshot, to new: LiveSnapshot) -> [String] {
    let regions = zip(old.regions, new.regions).flatMap { regionChanges(from: $0, to: $1) }
    guard let region = new.viewer.grantedBy, region != old.viewer.grantedBy else { return regions }
    return regions + ["the viewer's licenses come from \(region)"]
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
    if words(old.health) != words(new.health) { changes.append("\(new.name): health \(words(new.health))") }
    return changes
}

private func words(_ health: HealthReport?) -> String {
    guard let health else { return "does not answer" }
    return "\(health.statusCode) \(health.status)" + (health.mode.map { ", \($0)" } ?? "")
}
