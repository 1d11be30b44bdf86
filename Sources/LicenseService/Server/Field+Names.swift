internal import HTTPWire
internal import Licensing

/// Header fields that several routes send.
extension Field {
    /// Keys and verdicts are for whom they were made and for now (RFC 9111 §5.2.2.5).
    static let noStore = Field("cache-control", "no-store")

    static func region(_ name: String) -> Field { Field("evergrant-region", name) }
    /// Which issuance record a license has, so that a viewer's complaint finds it.
    static func record(_ id: UUIDv7) -> Field { Field("evergrant-record", id.description) }
    /// In seconds.
    static func lag(_ age: Duration) -> Field { Field("evergrant-lag", "\(age / .seconds(1))") }
    static func mode(_ name: String) -> Field { Field("evergrant-mode", name) }
}
