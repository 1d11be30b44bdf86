/// Links of a Markdown file that lead nowhere in this tree; links out of it are left alone.
func brokenLinks(in document: TextFile, paths: Set<String>) -> [Finding] {
    let folder = document.path.split(separator: "/").dropLast()
    return document.findings(in: document.lines) { line in
        let targets = line.ranges(of: "](").map { line[$0.upperBound...].prefix { $0 != ")" && $0 != "#" } }
        let broken = targets.first { target in
            guard !target.isEmpty, !target.contains("://") else { return false }
            let path = resolved(target, from: folder)
            return !paths.contains(path) && !paths.contains { $0.hasPrefix(path + "/") }
        }
        return broken.map { "links to \($0), which is not there" }
    }
}

private func resolved(_ target: Substring, from folder: ArraySlice<Substring>) -> String {
    var parts = Array(folder)
    for part in target.split(separator: "/") where part != "." {
        if part == ".." { _ = parts.popLast() } else { parts.append(part) }
    }
    return parts.joined(separator: "/")
}
