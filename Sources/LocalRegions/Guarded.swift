internal import Foundation

/// A value behind a lock that ThreadSanitizer understands.
///
/// Not `Synchronization.Mutex`: its futex is invisible to ThreadSanitizer, which then reports races that are none.
final class Guarded<Value: Sendable>: @unchecked Sendable {  // Unchecked: `value` is only touched under `lock`.
    private let lock = NSLock()
    private var value: Value

    init(_ value: Value) { self.value = value }

    func withLock<Result>(_ body: (inout Value) throws -> Result) rethrows -> Result {
        try lock.withLock { try body(&value) }
    }
}
