// swift-tools-version: 6.2
import PackageDescription

/// Every target of ours is compiled like this; test targets leave out strict memory safety, which `#expect` trips over.
let testSettings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]
let settings: [SwiftSetting] = [.strictMemorySafety()] + testSettings

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let heap = Target.Dependency.product(name: "HeapModule", package: "swift-collections")
let deque = Target.Dependency.product(name: "DequeModule", package: "swift-collections")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")

func stratum(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], resources: [Resource]? = nil) -> Target {
    .testTarget(name: name, dependencies: dependencies, resources: resources, swiftSettings: testSettings)
}

func library(_ name: String, _ pkgConfig: String, _ package: String) -> Target {
    .systemLibrary(name: name, path: "Sources/C/\(name)", pkgConfig: pkgConfig, providers: [.apt([package])])
}

let package = Package(
    name: "evergrant",
    products: [
        .executable(name: "evergrant", targets: ["evergrant"]),
        .executable(name: "evergrant-local", targets: ["evergrant-local"]),
        .library(name: "FuzzDrivers", type: .static, targets: ["FuzzDrivers"]),  // linked by Fuzz/run
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    ],
    targets: [
        // The only C: one module map and one shim per library.
        .systemLibrary(name: "CLinux", path: "Sources/C/CLinux"),
        library("COpenSSL", "openssl", "libssl-dev"),
        library("CNGHTTP2", "libnghttp2", "libnghttp2-dev"),
        .systemLibrary(name: "CPostgreSQL", path: "Sources/C/CPostgreSQL", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(name: "CCurl", path: "Sources/C/CCurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        library("CLibYAML", "yaml-0.1", "libyaml-dev"),
        library("CLibXML2", "libxml-2.0", "libxml2-dev"),

        // The strata, lowest first: an arrow only ever points up this list.
        stratum("Bytes"),
        stratum("Failover"),
        stratum("YAML", ["CLibYAML"]),
        stratum("Reactor", ["Bytes", "CLinux", heap, deque]),
        stratum("Cryptography", ["Bytes", "COpenSSL"]),
        stratum("XML", ["Bytes", "CLibXML2"]),
        stratum("HTTPWire", ["Bytes", "CNGHTTP2"]),
        stratum("Postgres", ["Bytes", "Reactor", "CPostgreSQL", deque]),
        stratum("Mail", ["Bytes", "Reactor", "CCurl"]),
        stratum("Daemon", ["Bytes", "Reactor", "Cryptography", "YAML", logging]),
        stratum("Journal", ["Bytes", "Reactor", "Cryptography"]),
        stratum("Licensing", ["Bytes", "Cryptography"]),
        stratum("HTTPServer", ["Bytes", "Reactor", "Cryptography", "HTTPWire"]),
        stratum("HTTPClient", ["Bytes", "Reactor", "Cryptography", "HTTPWire"]),
        stratum("Amazon", ["Bytes", "Reactor", "Cryptography", "HTTPWire", "HTTPClient"]),
        stratum(
            "Prober",
            [
                "Bytes", "Reactor", "Cryptography", "HTTPWire", "HTTPServer", "HTTPClient", "Failover", "Mail",
                "Amazon", "Daemon", logging,
            ]
        ),
        stratum("DRMSystems", ["Bytes", "Cryptography", "XML", "Licensing"]),
        stratum("FairPlayKeys", ["Bytes", "Reactor", "DRMSystems"]),
        stratum("LicenseStore", ["Bytes", "Reactor", "Postgres", "Licensing"]),
        stratum(
            "LicenseService",
            [
                "Bytes", "Failover", "Reactor", "Cryptography", "HTTPWire", "Postgres", "Daemon", "Licensing",
                "HTTPServer", "DRMSystems", "FairPlayKeys", "LicenseStore", "Journal", "HTTPClient", deque, logging,
            ]
        ),
        stratum("Drill", ["Bytes", "Reactor", "Cryptography", "HTTPWire", "HTTPClient", "Daemon"]),
        .executableTarget(
            name: "evergrant", dependencies: ["LicenseService", "Prober", "Drill", "Daemon", argumentParser],
            swiftSettings: settings),

        // Two regions on one machine, for `make run` and for the scenarios; no part of a deployed server.
        stratum("LocalRegions"),
        .executableTarget(
            name: "evergrant-local", dependencies: ["LocalRegions", argumentParser], swiftSettings: settings),

        .target(
            name: "TestSupport",
            dependencies: [
                "Bytes", "Reactor", "Cryptography", "XML", "HTTPWire", "HTTPServer", "Licensing", "DRMSystems",
                "LocalRegions",
            ],
            path: "Tests/TestSupport", swiftSettings: testSettings),
        tests("BytesTests", ["Bytes"]),
        tests("FailoverTests", ["Failover", "TestSupport"]),
        tests("YAMLTests", ["YAML"]),
        tests("ReactorTests", ["Reactor", "LocalRegions", "TestSupport"]),
        tests("CryptographyTests", ["Cryptography", "Bytes", "TestSupport"]),
        tests("XMLTests", ["XML"]),
        tests("HTTPWireTests", ["HTTPWire", "Bytes", "CNGHTTP2", "TestSupport"]),
        tests("PostgresTests", ["Postgres", "Reactor", "Bytes", "LocalRegions", "TestSupport"]),
        tests("DaemonTests", ["Daemon", "Reactor", "Cryptography", "Bytes", "LocalRegions", "TestSupport"]),
        tests("JournalTests", ["Journal", "JournalLoad", "Reactor", "Bytes", "LocalRegions", "TestSupport"]),
        tests("LicensingTests", ["Licensing", "Cryptography", "Bytes", "TestSupport"]),
        tests(
            "HTTPServerTests",
            [
                "HTTPServer", "HTTPWire", "Reactor", "Cryptography", "Bytes", "LocalRegions", "TestSupport",
                "BareServer",
            ]),
        tests(
            "HTTPClientTests",
            [
                "HTTPClient", "HTTPServer", "HTTPWire", "Reactor", "Cryptography", "Bytes", "LocalRegions",
                "TestSupport",
            ]),
        tests(
            "DRMSystemsTests",
            ["DRMSystems", "Licensing", "Cryptography", "XML", "Bytes", "HTTPServer", "LocalRegions", "TestSupport"]),
        tests(
            "FairPlayKeysTests", ["FairPlayKeys", "DRMSystems", "Reactor", "Bytes", "LocalRegions", "TestSupport"]),
        tests(
            "LicenseStoreTests",
            ["LicenseStore", "Licensing", "Postgres", "Reactor", "Bytes", "LocalRegions", "TestSupport"]),
        tests(
            "LicenseServiceTests",
            [
                "LicenseService", "Journal", "HTTPServer", "HTTPWire", "LicenseStore", "Licensing", "DRMSystems",
                "FairPlayKeys",
                "Postgres", "HTTPClient", "Daemon", "Failover", "Cryptography", "Reactor", "Bytes", "LocalRegions",
                "TestSupport", logging,
            ]),
        tests("DrillTests", ["Drill", "Bytes", "Daemon"]),
        tests("LocalRegionsTests", ["LocalRegions"]),
        tests(
            "Scenarios",
            [
                "DRMSystems", "HTTPServer", "HTTPClient", "HTTPWire", "Cryptography", "Reactor", "Bytes",
                "LocalRegions", "TestSupport",
            ]),
        tests(
            "AmazonTests",
            ["Amazon", "HTTPClient", "HTTPWire", "Cryptography", "Reactor", "Bytes", "LocalRegions", "TestSupport"]),
        tests(
            "ProberTests",
            [
                "Prober", "Amazon", "Mail", "Daemon", "Failover", "HTTPServer", "HTTPClient", "HTTPWire",
                "Cryptography", "Reactor", "Bytes", "LocalRegions", "TestSupport", logging,
            ]),
        tests("MailTests", ["Mail", "Reactor", "Bytes", "LocalRegions", "TestSupport"]),
        tests("TidyTests", []),

        // Drives a journal from outside a server: for `make bench`, and for tests that kill it.
        .executableTarget(
            name: "JournalLoad", dependencies: ["Journal", "Reactor"], path: "Benchmarks/JournalLoad",
            swiftSettings: testSettings),

        // The license path without input and output: for `make bench` and callgrind.
        .executableTarget(
            name: "LicenseCost", dependencies: ["Bytes", "Cryptography", "Licensing", "DRMSystems"],
            path: "Benchmarks/LicenseCost", swiftSettings: testSettings),

        // The same for the systems whose challenges take private keys.
        .executableTarget(
            name: "SystemCost",
            dependencies: ["Bytes", "Cryptography", "Licensing", "DRMSystems", "Reactor", "TestSupport"],
            path: "Benchmarks/SystemCost", swiftSettings: testSettings),

        // What HTTP alone costs: `make bench` measures it beside a C floor and nginx.
        .executableTarget(
            name: "BareServer", dependencies: ["HTTPServer", "HTTPWire", "Cryptography", "Reactor", "Bytes"],
            path: "Benchmarks/BareServer",
            swiftSettings: testSettings),

        // Fills a database with keys, and asks for them without a server: for `make bench`.
        .executableTarget(
            name: "KeyFiller", dependencies: ["Licensing", "Cryptography", "Bytes"], path: "Benchmarks/KeyFiller",
            swiftSettings: testSettings),
        .executableTarget(
            name: "LookupLoad",
            dependencies: ["LicenseStore", "Licensing", "Cryptography", "Postgres", "Reactor", "Bytes"],
            path: "Benchmarks/LookupLoad", swiftSettings: testSettings),

        // Feeds a parser one input: for the corpora in `swift test`, and for libFuzzer.
        .target(
            name: "FuzzDrivers",
            dependencies: [
                "Bytes", "Reactor", "Cryptography", "XML", "HTTPWire", "HTTPServer", "Journal", "Licensing",
                "DRMSystems", "FairPlayKeys",
            ],
            path: "Fuzz/Drivers", swiftSettings: testSettings),
        tests("FuzzDriversTests", ["FuzzDrivers"]),
    ],
    swiftLanguageModes: [.v6]
)
