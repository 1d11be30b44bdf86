internal import FoundationEssentials

/// Which run of the machine this is: the monotonic clock starts over with each (proc(5), `boot_id`).
enum BootIdentity {
    private static let file = "/proc/sys/kernel/random/boot_id"

    /// The kernel's word for this boot, or nil where it has none: then nothing measured before is believed.
    static func current() -> String? {
        guard let data = FileManager.default.contents(atPath: file) else { return nil }
        return String(String(decoding: data, as: UTF8.self).prefix { $0 != "\n" })
    }
}
