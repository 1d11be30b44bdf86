import Testing

@Suite("Architecture")
struct ArchitectureTests {
    let law = LawOfImports.mayImport
    let ours = LawOfImports.ours

    @Test("a target imports only what the law grants it")
    func importsPointDown() {
        expectNone(Tree.sources.flatMap { forbiddenImports(in: $0, law: law, ours: ours) })
    }

    @Test("what a file imports is declared in Package.swift")
    func importsAreDeclared() throws {
        let manifest = PackageManifest(try Tree.file("Package.swift").text)

        let findings = (Tree.sources + Tree.tests).flatMap {
            undeclaredImports(in: $0, manifest: manifest, toolchain: LawOfImports.toolchain)
        }

        expectNone(findings)
    }

    @Test("Package.swift declares nothing that the law forbids")
    func manifestKeepsTheLaw() throws {
        let manifest = PackageManifest(try Tree.file("Package.swift").text)

        #expect(manifest.dependencies["LicenseService"]?.contains("Licensing") == true, "the manifest was not read")
        #expect(forbiddenDependencies(in: manifest, law: law, ours: ours) == [])
    }

    @Test("each C library has one Swift importer")
    func oneImporterEach() {
        #expect(sharedLibraries(in: Tree.sources, libraries: LawOfImports.libraries) == [])
    }

    @Test("the law itself points down: a row grants only what stands above it, and each C library to one row")
    func lawPointsDown() {
        var above = LawOfImports.libraries
        for row in LawOfImports.rows {
            #expect(row.value.isSubset(of: above), "\(row.key)")
            above.insert(row.key)
        }
        for library in LawOfImports.libraries {
            #expect(LawOfImports.rows.count { $0.value.contains(library) } == 1, "\(library)")
        }
    }

    @Test("docs/architecture.md draws the law that is enforced")
    func drawingIsTrue() throws {
        let drawn = try Tree.file("docs/architecture.md").lines.compactMap(lawRow).filter { law[$0.target] != nil }

        #expect(drawn.map(\.target) == LawOfImports.rows.map(\.key))
        for row in drawn { #expect(row.mayImport == law[row.target], "\(row.target)") }
    }

    /// Reads `| Reactor | Bytes, CLinux | … |`.
    private func lawRow(_ line: Substring) -> (target: String, mayImport: Set<String>)? {
        let cells = line.split(separator: "|").map { $0.filter { $0 != "`" } }
        guard line.hasPrefix("| "), cells.count >= 2 else { return nil }
        let names = cells[1].split(whereSeparator: { $0 == "," || $0 == " " }).map(String.init)
        return (cells[0].filter { $0 != " " }, names == ["–"] ? [] : Set(names))
    }
}
