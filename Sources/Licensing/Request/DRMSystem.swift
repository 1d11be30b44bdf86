/// The systems that licenses are issued for, as records and metrics spell them.
package enum DRMSystem: String, CaseIterable, Sendable {
    case clearKey = "clearkey"
    case widevine
    case playReady = "playready"
    case fairPlay = "fairplay"
}
