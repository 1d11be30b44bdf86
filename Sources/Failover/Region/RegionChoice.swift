/// One of the two regions the service name can point at.
package enum RegionChoice: String, Equatable, Sendable, CaseIterable {
    case main
    case backup

    package var other: RegionChoice { self == .main ? .backup : .main }
}

/// One value for each region, so that neither can be missing.
package struct PerRegion<Value> {
    package var main: Value
    package var backup: Value

    package init(main: Value, backup: Value) { (self.main, self.backup) = (main, backup) }

    package subscript(region: RegionChoice) -> Value {
        get { region == .main ? main : backup }
        set { if region == .main { main = newValue } else { backup = newValue } }
    }
}

extension PerRegion: Equatable where Value: Equatable {}
extension PerRegion: Sendable where Value: Sendable {}
