internal import Bytes
internal import FoundationEssentials
internal import Logging

extension SavedState {
    /// What was saved at `path`; nil when there is nothing, or nothing that can be understood, which is logged: a
    /// vantage that begins anew is better than none.
    static func load(from path: String, log: Logger) -> SavedState? {
        guard let data = FileManager.default.contents(atPath: path) else { return nil }
        guard data.count <= bytesMax else {
            log.error("the saved state is too large, so this vantage begins anew", metadata: ["file": "\(path)"])
            return nil
        }
        do throws(JSONError) {
            return try SavedState(parsing: [UInt8](data))
        } catch {
            log.error(
                "the saved state cannot be read, so this vantage begins anew",
                metadata: ["file": "\(path)", "error": "\(error)"])
            return nil
        }
    }
}
