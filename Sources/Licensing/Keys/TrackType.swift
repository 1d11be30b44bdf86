/// What kind of track a key opens, spelled as the Widevine common encryption API spells it.
package enum TrackType: String, CaseIterable, Sendable {
    case audio = "AUDIO"
    case sd = "SD"
    case hd = "HD"
    case uhd1 = "UHD1"
    case uhd2 = "UHD2"
}
