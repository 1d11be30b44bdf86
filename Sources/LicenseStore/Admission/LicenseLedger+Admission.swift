package import Licensing
package import Postgres
package import Reactor

extension LicenseLedger {
    /// Counts a license in, or says why it must not leave: exact, however many ask at once.
    package func admit(_ ask: AdmissionAsk, on loop: isolated EventLoop) async throws(DatabaseError) -> Admittance {
        let rows = try await database.write(
            AdmissionRow.admit, AdmissionRow.admitValues(ask), within: limit, on: loop)
        guard let admission = rows.first else { throw DatabaseError(.unexpectedAnswer(nil)) }
        return admission
    }

    /// How many devices of the subject were forgotten.
    ///
    /// - Parameter id: Nil means all.
    package func forgetDevices(
        of subject: String, _ id: [UInt8]?, of site: SiteName, on loop: isolated EventLoop
    ) async throws(DatabaseError) -> Int {
        let values: [SQLValue] = [.text(site.description), .text(subject), id.map { .bytes($0) } ?? .null]
        return try await database.write(DeviceRow.forget, values, within: limit, on: loop).count
    }
}

extension LicenseReader {
    /// What the database, which may be a replica, holds of an ask.
    package func standing(
        of ask: AdmissionAsk, on loop: isolated EventLoop
    ) async throws(DatabaseError) -> ReplicaAdmissions.Standing {
        let rows = try await database.read(
            AdmissionRow.standing, AdmissionRow.standingValues(ask), within: limit, on: loop)
        guard let standing = rows.first else { throw DatabaseError(.unexpectedAnswer(nil)) }
        return standing
    }

    /// The devices of a subject, the first seen first.
    package func devices(
        of subject: String, of site: SiteName, on loop: isolated EventLoop
    ) async throws(DatabaseError) -> [DeviceRow] {
        try await database.read(
            DeviceRow.bySubject, [.text(site.description), .text(subject)], within: limit, on: loop)
    }
}
