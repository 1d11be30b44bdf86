extension FreePort {
    private static let startsMax = 5

    /// Starts something that listens, and starts it again on other ports while others on this machine are faster.
    ///
    /// - Parameter start: Claims its ports anew on each call.
    static func retrying<Value>(_ start: () async throws -> Value) async throws -> Value {
        for _ in 1..<startsMax {
            do {
                return try await start()
            } catch let failure as LocalRegionsFailure where failure.isPortTaken {
                continue
            }
        }
        return try await start()
    }
}
