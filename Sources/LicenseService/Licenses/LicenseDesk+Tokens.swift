internal import Licensing
internal import Postgres
internal import Reactor

extension LicenseDesk {
    /// Whether a token is good, by what is known, before anything dear is done for it.
    ///
    /// - Returns: False when that cannot be said before its key has been read.
    func verifyKnown(_ token: PresentedToken, at moment: Moment) throws(LicenseFailure) -> Bool {
        try verifyKnown(token, at: moment, isDatabaseSilent: !isDatabaseReachable)
    }

    /// The same, reading the token's key if need be.
    func verify(_ token: PresentedToken, on loop: isolated EventLoop) async throws(LicenseFailure) {
        if try verifyKnown(token, at: .now(on: loop)) { return }
        var read = JustRead()
        do throws(DatabaseError) {
            try await learn(.verifier(token.keyName), into: &read, on: loop)
        } catch {
            guard try verifyKnown(token, at: .now(on: loop), isDatabaseSilent: true) else { throw .database(error) }
            return
        }
        guard case .known(let learned) = read.verifier else { throw .token(.unknownKey) }
        _ = try check(token, by: learned?.verifier, at: Moment.now(on: loop).wall)
    }

    private func verifyKnown(
        _ token: PresentedToken, at moment: Moment, isDatabaseSilent isSilent: Bool
    ) throws(LicenseFailure) -> Bool {
        let verifier = verifiers.find(token.keyName, at: moment.monotonic, isDatabaseSilent: isSilent)
        guard case .known(let learned) = verifier else { return false }
        _ = try check(token, by: learned?.verifier, at: moment.wall)
        return true
    }
}
