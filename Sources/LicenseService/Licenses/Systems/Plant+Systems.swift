internal import Licensing
internal import Logging
internal import Reactor

extension Plant {
    /// How each system's line in the workshop stands.
    var workshopStanding: [DRMSystem: Workshop.LineStanding] {
        var standing = Dictionary(uniqueKeysWithValues: zip(DRMSystem.allCases, workshop.lines))
        standing[.clearKey] = nil  // It needs no private key.
        return standing
    }

    /// Says loudly what a reload has changed, and to the other regions what they compare.
    func adopt(_ ring: KeyRing, _ systems: SystemProviders) {
        parity.adopt(ring, systems)
        warnOfTestMaterial()
    }

    func warnOfTestMaterial() {
        guard !parity.testMaterial.isEmpty else { return }
        log.warning(
            "licenses are given to test devices, which anybody can make: drm.allowTestMaterial is on",
            metadata: ["systems": "\(parity.testMaterial.words)"])
    }

    /// Nothing without any; a warning that stays in `/health` for as long as there is some.
    var testMaterialCheck: HealthReport.Check? {
        guard !parity.testMaterial.isEmpty else { return nil }
        return HealthReport.Check(
            name: "licenses:test-material", status: .warn,
            output: "licenses are given to test devices, which anybody can make: \(parity.testMaterial.words)")
    }
}

extension [DRMSystem] {
    fileprivate var words: String { map(\.rawValue).joined(separator: ", ") }
}
