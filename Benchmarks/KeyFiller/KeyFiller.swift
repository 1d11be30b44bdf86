import Bytes
import Cryptography
import Glibc
import Licensing

/// Writes a psql script that fills an empty database with wrapped keys, for `make bench`.
///
///     KeyFiller KEYFILE COUNT [SITE] | psql -X -q -v ON_ERROR_STOP=1 -d evergrant
///
/// Key number n (from 0) has as its ID the first sixteen bytes of the SHA-256 of n in decimal, so that whoever asks can
/// compute it; four keys, one for each track, make a content. The keys open under the key file, as a server's own do.
/// It runs as superuser: `session_replication_role` spares a million foreign key checks.
@main
struct KeyFiller {
    static let tracks: [TrackType] = [.audio, .sd, .hd, .uhd1]

    static func main() throws {
        let words = CommandLine.arguments.dropFirst()
        guard let path = words.first, let count = words.dropFirst().first.flatMap({ Int($0) }), count > 0 else {
            return usage()
        }
        let ring = try KeyRing(parsing: read(path))
        let site = try SiteName(words.dropFirst(2).first ?? "bench")
        var script = Script()
        try begin(&script, ring, site)
        try contents(&script, count, site)
        try keys(&script, count, site, KeyWrapper(ring))
        script.add("VACUUM ANALYZE content; VACUUM ANALYZE content_key;\n")
        script.flush()
    }

    static func begin(_ script: inout Script, _ ring: KeyRing, _ site: SiteName) throws {
        script.add("SET session_replication_role = replica;\n")
        script.add("INSERT INTO site (name) VALUES ('\(site)') ON CONFLICT DO NOTHING;\n")
        for key in ring.keys {
            let check = Hex.encode(try key.checkValue())
            let values = "(\(key.version), '\\x\(check)')"
            script.add(
                "INSERT INTO key_encryption_key (version, check_value) VALUES \(values) ON CONFLICT DO NOTHING;\n")
        }
    }

    static func contents(_ script: inout Script, _ count: Int, _ site: SiteName) throws {
        script.add("COPY content (site, name, request_digest) FROM stdin;\n")
        let digest = String(repeating: "11", count: 32)
        for number in 0..<(count + tracks.count - 1) / tracks.count {
            script.add("\(site)\t\(try name(number))\t\\\\x\(digest)\n")
        }
        script.add("\\.\n")
    }

    static func keys(_ script: inout Script, _ count: Int, _ site: SiteName, _ wrapper: KeyWrapper) throws {
        script.add(
            """
            COPY content_key (key_id, site, content, track_type, scheme, kek_version, nonce, sealed) FROM stdin;

            """)
        for number in 0..<count {
            let content = try name(number / tracks.count)
            let digest = SHA256.digest(Array("\(number)".utf8))
            let key = ContentKey(
                keyID: try KeyID(bytes: digest.prefix(16)), key: Secret(copying: Array(digest.suffix(16))),
                track: tracks[number % tracks.count], scheme: .cenc, period: nil)
            let stored = try wrapper.wrap(key, site: site, content: content)
            let (nonce, sealed) = (Hex.encode(stored.wrapped.nonce), Hex.encode(stored.wrapped.sealed))
            script.add("\(key.keyID)\t\(site)\t\(content)\t\(key.track.rawValue)\tcenc\t\(stored.wrapped.version)")
            script.add("\t\\\\x\(nonce)\t\\\\x\(sealed)\n")
        }
        script.add("\\.\n")
    }

    /// As long as the names packagers choose.
    static func name(_ number: Int) throws -> ContentName { try ContentName("catalog:title-\(number)") }

    static func read(_ path: String) throws -> [UInt8] {
        guard let file = fopen(path, "r") else { throw Unreadable(path: path) }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = fread(&bytes, 1, bytes.count, file)
        return Array(bytes.prefix(count))
    }

    static func usage() {
        print("\\echo usage: KeyFiller KEYFILE COUNT [SITE] | psql")
        exit(64)
    }
}

struct Unreadable: Error { let path: String }

/// Text on its way to standard output.
struct Script {
    private var bytes: [UInt8] = []

    mutating func add(_ text: String) {
        bytes.append(contentsOf: text.utf8)
        if bytes.count > 1 << 16 { flush() }
    }

    mutating func flush() {
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { write(1, $0.baseAddress, $0.count) }
            guard written > 0 else { exit(74) }
            rest.removeFirst(written)
        }
        bytes.removeAll(keepingCapacity: true)
    }
}
