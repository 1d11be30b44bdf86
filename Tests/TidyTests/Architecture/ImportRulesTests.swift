import Testing

/// The rules go red: each is shown a tree that breaks it.
@Suite("Import rules")
struct ImportRulesTests {
    let law: [String: Set<String>] = ["Bytes": [], "Reactor": ["Bytes"], "HTTPServer": ["Reactor"]]
    let ours: Set = ["Bytes", "Reactor", "HTTPServer", "CLinux"]
    let manifest = PackageManifest(
        """
        let heap = Target.Dependency.product(name: "HeapModule", package: "swift-collections")
        let package = Package(
            targets: [
                stratum("Bytes"),
                stratum("Reactor", ["Bytes", heap]),
                .executableTarget(
                    name: "evergrant", dependencies: ["Reactor"], swiftSettings: settings),
            ]
        )
        """)

    func file(_ target: String, _ text: String) -> TextFile {
        TextFile(path: "Sources/\(target)/Example.swift", text: text)
    }

    @Test(
        "an upward import is found however it is spelled",
        arguments: [
            "import HTTPServer", "internal import HTTPServer", "package import HTTPServer",
            "@testable import HTTPServer", "  @preconcurrency package import HTTPServer",
            "import struct HTTPServer.Problem",
            "@_spi(Tests) import HTTPServer",
        ])
    func findsUpwardImports(line: String) {
        let findings = forbiddenImports(in: file("Reactor", "import Bytes\n\(line)\n"), law: law, ours: ours)

        let expected = Finding(
            path: "Sources/Reactor/Example.swift", line: 2, says: "Reactor may not import HTTPServer")
        #expect(findings == [expected])
    }

    @Test(
        "what is no import is left alone",
        arguments: ["import Bytes", "import Glibc", "// import HTTPServer", "let a = \"import HTTPServer\""])
    func allowsTheRest(line: String) {
        #expect(forbiddenImports(in: file("Reactor", line), law: law, ours: ours) == [])
    }

    @Test("a target without a row is found")
    func findsUnknownTargets() {
        #expect(forbiddenImports(in: file("Utilities", ""), law: law, ours: ours).count == 1)
    }

    @Test("an import that Package.swift does not declare is found")
    func findsUndeclaredImports() {
        let reactor = file("Reactor", "import Bytes\nimport HeapModule\nimport DequeModule\nimport Glibc")

        let findings = undeclaredImports(in: reactor, manifest: manifest, toolchain: ["Glibc"])

        #expect(findings.map(\.line) == [3])
    }

    @Test("a declared dependency that the law forbids is found")
    func findsForbiddenDependencies() {
        let law: [String: Set<String>] = ["Bytes": [], "Reactor": [], "evergrant": ["Reactor"]]

        let findings = forbiddenDependencies(in: manifest, law: law, ours: ours)

        #expect(findings == ["Reactor may not depend on Bytes"])
    }

    @Test("a C library with two importers is found")
    func findsSharedLibraries() {
        let files = [file("Reactor", "import CLinux"), file("Bytes", "internal import CLinux")]

        #expect(sharedLibraries(in: files, libraries: ["CLinux"]) == ["CLinux has 2 importers: Bytes, Reactor"])
        #expect(sharedLibraries(in: [files[0], files[0]], libraries: ["CLinux"]) == [])
    }

    @Test("the manifest reader sees names and variables")
    func readsManifest() {
        #expect(
            manifest.dependencies == ["Bytes": [], "Reactor": ["Bytes", "HeapModule"], "evergrant": ["Reactor"]])
    }
}
