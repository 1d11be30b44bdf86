internal import Cryptography
internal import HTTPServer
internal import HTTPWire
internal import LicenseStore
internal import Licensing
internal import Postgres
internal import Reactor

/// Knows packagers by their API keys, each for one site.
final class PackagerDesk {
    private let reader: LicenseReader
    private let credentials: FreshCache<String, PackagerCredential>

    init(_ reader: LicenseReader, cache: Configuration.Cache) {
        self.reader = reader
        credentials = FreshCache(freshFor: cache.freshFor, usableFor: cache.usableFor, countMax: 10_000)
    }

    func adopt(_ cache: Configuration.Cache) {
        (credentials.freshFor, credentials.usableFor) = (cache.freshFor, cache.usableFor)
    }

    /// The site of the path, when the request's key may speak for it.
    func site(
        _ name: String?, of request: Request, on loop: isolated EventLoop
    ) async throws(Problem) -> SiteName {
        let credential = try await credential(of: request, on: loop)
        guard let site = name.flatMap({ try? SiteName($0) }) else {
            throw Problem(.malformedRequest, "The site's name in the path is not a name.")
        }
        guard credential.site == site else { throw Problem(.forbidden, "This credential is for another site.") }
        return site
    }

    private func credential(
        of request: Request, on loop: isolated EventLoop
    ) async throws(Problem) -> PackagerCredential {
        guard let field = request.head.fields.first("authorization") else {
            guard let client = request.clientCertificate else {
                throw Problem(.credentialMissing, "Packagers identify themselves: Authorization: Basic or Bearer.")
            }
            return try await credential(of: client, on: loop)
        }
        let key: PackagerKey
        do throws(PackagerKeyError) { key = try PackagerKey(authorization: field) } catch { throw Self.invalid }
        // Constant time, and the same words whether the key's id exists or not.
        guard let credential = try await credential(key.id, on: loop), credential.admits(key) else {
            throw Self.invalid
        }
        return credential
    }

    /// TLS has proven the name; the database says whose it is.
    private func credential(
        of client: ClientCertificate, on loop: isolated EventLoop
    ) async throws(Problem) -> PackagerCredential {
        let id = PackagerCredential.id(ofCertificateName: client.name)
        guard let credential = try await credential(id, on: loop), credential.admits(certificateName: client.name)
        else { throw Problem(.credentialInvalid, "This certificate's name is not known, or revoked.") }
        return credential
    }

    private static var invalid: Problem { Problem(.credentialInvalid, "This API key is not known, or revoked.") }

    private func credential(
        _ id: String, on loop: isolated EventLoop
    ) async throws(Problem) -> PackagerCredential? {
        if case .known(let known) = credentials.find(id, at: loop.now, isDatabaseSilent: false) { return known }
        do throws(DatabaseError) {
            let read = try await reader.credential(id, on: loop)
            credentials.store(read, for: id, at: loop.now)
            return read
        } catch {
            guard case .known(let known) = credentials.find(id, at: loop.now, isDatabaseSilent: true) else {
                throw Problem(error)
            }
            return known
        }
    }
}
