import Foundation

/// Writes a line at once: `print` keeps it until there are more, when nobody seems to be watching.
func say(_ line: String) { try? FileHandle.standardOutput.write(contentsOf: Data((line + "\n").utf8)) }
