package import Licensing
internal import Postgres

/// What verifies a site's tokens, as stored: a public key, or a sealed secret.
///
/// Read from a replica: a key made a moment ago verifies nothing until it arrives; a revoked one may verify that much
/// longer.
package struct TokenKeyRow: Equatable, Sendable {
    package enum Material: Equatable, Sendable {
        case sealedSecret(WrappedKey)
        case publicKey([UInt8])
    }

    package let name: TokenKeyName
    package let site: SiteName
    package let algorithm: TokenAlgorithm
    package let material: Material

    package init(name: TokenKeyName, site: SiteName, algorithm: TokenAlgorithm, material: Material) {
        self.name = name
        self.site = site
        self.algorithm = algorithm
        self.material = material
    }

    static let byName = ReadQuery<TokenKeyRow>(
        name: "token_key.by_name",
        sql: """
            SELECT name, site, algorithm, material, kek_version, nonce
              FROM token_key
             WHERE name = $1 AND revoked_at IS NULL
            """,
        parameters: [.text]
    ) { row throws(RowError) in
        let version = try row.optional(4) { row, column throws(RowError) in UInt32(bitPattern: try row.int32(column)) }
        let material: Material =
            if let version {
                .sealedSecret(WrappedKey(version: version, nonce: try row.bytes(5), sealed: try row.bytes(3)))
            } else {
                .publicKey(try row.bytes(3))
            }
        return TokenKeyRow(
            name: try row.choice(0) { try? TokenKeyName($0) }, site: try row.siteName(1),
            algorithm: try row.choice(2, TokenAlgorithm.init(rawValue:)), material: material)
    }

    static let create = WriteQuery<Void>(
        name: "token_key.create",
        sql: """
            INSERT INTO token_key (name, site, algorithm, material, kek_version, nonce) VALUES ($1, $2, $3, $4, $5, $6)
            """,
        parameters: [.text, .text, .text, .bytes, .int32, .bytes]
    ) { _ in }

    var createValues: [SQLValue] {
        let head: [SQLValue] = [.text(name.description), .text(site.description), .text(algorithm.rawValue)]
        switch material {
        case .publicKey(let bytes): return head + [.bytes(bytes), .null, .null]
        case .sealedSecret(let wrapped):
            return head + [.bytes(wrapped.sealed), .int32(Int32(bitPattern: wrapped.version)), .bytes(wrapped.nonce)]
        }
    }
}
