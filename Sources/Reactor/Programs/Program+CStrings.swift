internal import Glibc

extension Program {
    typealias CStrings = UnsafePointer<UnsafeMutablePointer<CChar>?>

    /// Lends its path, its arguments and its environment, the latter in the form of `argv`: pointers, and a null after
    /// the last.
    func withCStrings<R>(_ body: (UnsafePointer<CChar>, CStrings, CStrings) -> R) -> R {
        unsafe Self.lend([path] + arguments) { arguments in
            unsafe Self.lend(environment) { environment in
                unsafe path.withCString { path in unsafe body(path, arguments, environment) }
            }
        }
    }

    private static func lend<R>(_ texts: [String], _ body: (CStrings) -> R) -> R {
        let copies = unsafe texts.map { unsafe strdup($0) }
        defer { unsafe copies.forEach { unsafe free($0) } }
        return unsafe body(copies + [nil])
    }
}
