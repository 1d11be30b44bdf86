/// Who may import whom among our targets, lowest first; docs/architecture.md shows the same table to people.
///
/// SwiftPM builds an undeclared import of a sibling without a word, so this is where the layers are kept.
enum LawOfImports {
    static let rows: KeyValuePairs<String, Set<String>> = [
        "Bytes": [],
        "Failover": [],
        "YAML": ["CLibYAML"],
        "Reactor": ["Bytes", "CLinux"],
        "Cryptography": ["Bytes", "COpenSSL"],
        "XML": ["Bytes", "CLibXML2"],
        "HTTPWire": ["Bytes", "CNGHTTP2"],
        "Postgres": ["Bytes", "Reactor", "CPostgreSQL"],
        "Journal": ["Bytes", "Reactor", "Cryptography"],
        "Mail": ["Bytes", "Reactor", "CCurl"],
        "Daemon": ["Bytes", "Reactor", "Cryptography", "YAML"],
        "Licensing": ["Bytes", "Cryptography"],
        "HTTPServer": ["Bytes", "Reactor", "Cryptography", "HTTPWire"],
        "HTTPClient": ["Bytes", "Reactor", "Cryptography", "HTTPWire"],
        "DRMSystems": ["Bytes", "Cryptography", "XML", "Licensing"],
        "FairPlayKeys": ["Bytes", "Reactor", "DRMSystems"],
        "Packaging": ["Bytes", "Cryptography", "XML", "Licensing"],
        "LicenseStore": ["Bytes", "Reactor", "Postgres", "Licensing"],
        "Amazon": ["Bytes", "Reactor", "Cryptography", "HTTPWire", "HTTPClient"],
        "Prober": [
            "Bytes", "Reactor", "Cryptography", "HTTPWire", "HTTPServer", "HTTPClient", "Failover", "Mail", "Amazon",
            "Daemon",
        ],
        "Drill": ["Bytes", "Reactor", "Cryptography", "HTTPWire", "HTTPClient", "Daemon"],
        "LicenseService": [
            "Bytes", "Failover", "Reactor", "Cryptography", "XML", "HTTPWire", "Postgres", "Journal", "Daemon",
            "Licensing", "HTTPServer", "HTTPClient", "DRMSystems", "FairPlayKeys", "Packaging", "LicenseStore",
        ],
        "evergrant": ["LicenseService", "Prober", "Drill", "Journal", "Daemon"],
        "LocalRegions": [],
        "evergrant-local": ["LocalRegions"],
    ]

    static let mayImport = Dictionary(uniqueKeysWithValues: rows.map { ($0.key, $0.value) })
    static let ours = Set(rows.flatMap { [$0.key] + $0.value })
    static let libraries = ours.subtracting(mayImport.keys)
    /// What comes with the toolchain and may be imported anywhere.
    static let toolchain: Set = [
        "Dispatch", "Foundation", "FoundationEssentials", "FoundationXML", "Glibc", "Synchronization", "Testing",
    ]
}
