internal import CPostgreSQL

/// libpq's functions: opened once, by whoever comes first, and never closed.
///
/// Unchecked: it is written before anybody else can see it.
@safe struct Libpq: @unchecked Sendable {
    static let opened = Libpq()

    /// Never freed, for it is the process's.
    let functions: UnsafePointer<CPostgreSQL_Library>

    private init() {
        let functions = UnsafeMutablePointer<CPostgreSQL_Library>.allocate(capacity: 1)
        unsafe CPostgreSQL_open(functions)
        unsafe self.functions = UnsafePointer(functions)
    }
}

extension Database {
    /// Opens the library that every connection needs, which takes milliseconds; whoever needs it sooner waits.
    package static func openLibrary() { _ = Libpq.opened }
}
