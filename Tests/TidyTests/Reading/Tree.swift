import Foundation

/// The files of this package that a person wrote, read once.
enum Tree {
    static let files: [TextFile] = read()
    static let swift = files.filter { $0.name.hasSuffix(".swift") }
    static let sources = swift.filter { $0.isBelow("Sources") }
    static let tests = swift.filter { $0.isBelow("Tests") }

    static func file(_ path: String) throws -> TextFile {
        guard let file = files.first(where: { $0.path == path }) else { throw MissingFile(path: path) }
        return file
    }

    struct MissingFile: Error { let path: String }

    private static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    private static let writtenFolders = [
        "Sources", "Tests", "Migrations", "Benchmarks", "Fuzz", "deploy", "docs", ".ci",
    ]
    private static let writtenFiles = [
        "Package.swift", "Makefile", ".swift-format", ".gitignore", "README.md", "CONTRIBUTING.md", "CHANGELOG.md",
        "LICENSE",
    ]

    private static func read() -> [TextFile] {
        let below = writtenFolders.flatMap { folder in
            let paths = FileManager.default.enumerator(atPath: root.appendingPathComponent(folder).path)
            return (paths?.compactMap { $0 as? String } ?? []).map { "\(folder)/\($0)" }
        }
        return (writtenFiles + below).filter { !$0.contains(".build") }.sorted().compactMap { path in
            // A folder, a picture or a key does not read as UTF-8, and no rule is about those.
            (try? String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)).map { text in
                TextFile(path: path, text: text)
            }
        }
    }
}
