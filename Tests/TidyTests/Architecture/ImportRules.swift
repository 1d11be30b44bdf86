/// A module that a file imports, and where.
struct Import: Equatable {
    let module: String
    let line: Int

    /// Reads `import X`, `package import X`, `@testable import X` and `import struct X.Y`.
    static func all(in file: TextFile) -> [Import] {
        file.codeLines.enumerated().compactMap { index, line in
            let words = line.split(whereSeparator: { $0 == " " || $0 == "\t" })
            guard let keyword = words.firstIndex(of: "import"), words[..<keyword].allSatisfy(isModifier) else {
                return nil
            }
            guard let named = words[(keyword + 1)...].first(where: { !kinds.contains($0) }) else { return nil }
            let module = named.prefix { $0 != "." && $0 != ";" }
            return Import(module: String(module), line: index + 1)
        }
    }

    private static func isModifier(_ word: Substring) -> Bool {
        word.first == "@" || ["public", "package", "internal", "fileprivate", "private"].contains(word)
    }

    private static let kinds: Set<Substring> = [
        "struct", "class", "enum", "protocol", "func", "var", "let", "typealias",
    ]
}

/// An import that the law does not grant to the file's target.
func forbiddenImports(in file: TextFile, law: [String: Set<String>], ours: Set<String>) -> [Finding] {
    guard let target = file.target, let allowed = law[target] else {
        return [file.finding("its target has no row in the law of imports")]
    }
    return Import.all(in: file).filter { ours.contains($0.module) && !allowed.contains($0.module) }.map {
        file.finding("\(target) may not import \($0.module)", atLine: $0.line)
    }
}

/// An import that Package.swift does not declare: it builds today and breaks on the day the build order changes.
func undeclaredImports(in file: TextFile, manifest: PackageManifest, toolchain: Set<String>) -> [Finding] {
    guard let target = file.target, let declared = manifest.dependencies[target] else {
        return [file.finding("Package.swift declares no such target")]
    }
    return Import.all(in: file).filter { !declared.contains($0.module) && !toolchain.contains($0.module) }.map {
        file.finding("Package.swift does not declare that \(target) depends on \($0.module)", atLine: $0.line)
    }
}

/// A dependency in Package.swift that the law does not grant.
func forbiddenDependencies(in manifest: PackageManifest, law: [String: Set<String>], ours: Set<String>) -> [String] {
    manifest.shipped.sorted { $0.key < $1.key }.flatMap { target, dependencies -> [String] in
        guard let allowed = law[target] else { return ["\(target) has no row in the law of imports"] }
        return dependencies.intersection(ours).subtracting(allowed).sorted().map { "\(target) may not depend on \($0)" }
    }
}

/// A C library that several targets import: its rules about ownership and threads then live in several places.
func sharedLibraries(in files: [TextFile], libraries: Set<String>) -> [String] {
    libraries.sorted().compactMap { library in
        let importers = Set(files.filter { Import.all(in: $0).map(\.module).contains(library) }.compactMap(\.target))
        guard importers.count > 1 else { return nil }
        return "\(library) has \(importers.count) importers: \(importers.sorted().joined(separator: ", "))"
    }
}
