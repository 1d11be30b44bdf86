internal import HTTPWire

/// Header fields that several routes send.
extension Field {
    /// Keys and verdicts are for whom they were made and for now (RFC 9111 §5.2.2.5).
    static let noStore = Field("cache-control", "no-store")

    static func region(_ name: String) -> Field { Field("evergrant-region", name) }
    /// In seconds.
    static func lag(_ age: Duration) -> Field { Field("evergrant-lag", "\(age / .seconds(1))") }
    static func mode(_ name: String) -> Field { Field("evergrant-mode", name) }
}
