internal import CLinux
internal import Glibc
internal import Synchronization

/// A descriptor held back, so that a process with none left can still take a connection and send it away.
///
/// Without it the connection would stay in the listener's queue and its client would wait for nothing, while a
/// level-triggered loop would be told of it in every turn.
///
/// Descriptors are a process's, and so is this: with one for each loop, two loops without a descriptor would take from
/// each other what either lets go of. Even so somebody may be quicker in the moment in which it is lent; then the next
/// newcomer gives their descriptor for it. The lock is taken by loops without a descriptor and by no others.
package final class DescriptorReserve: Sendable {
    package static let ofProcess = DescriptorReserve()

    private let held = Lock<FileDescriptor?>(nil)
    private let isHeld = Atomic<Bool>(false)

    package init() { refill() }

    /// Takes the next waiting connection and closes it with `words`; whether there was one.
    ///
    /// - Throws: When there is no descriptor even so: somebody was quicker, or it is the machine that has none.
    package func refuseOne(
        from listener: borrowing ListeningSocket, saying words: [UInt8]
    ) throws(SystemError) -> Bool {
        try held.withLock { held throws(SystemError) in
            if held == nil { held = Self.open() }
            isHeld.store(false, ordering: .sequentiallyConsistent)  // Before the number is free for anybody.
            held = nil
            defer {  // After the connection is gone, and so its number is free again.
                held = Self.open()
                isHeld.store(held != nil, ordering: .sequentiallyConsistent)
            }
            return try Self.refuse(listener, saying: words)
        }
    }

    /// Whether it is there, or can be had: if not, whoever has just got a descriptor has got the last one.
    @discardableResult
    package func refill() -> Bool {
        if isHeld.load(ordering: .sequentiallyConsistent) { return true }
        return held.withLock { held in
            if held == nil { held = Self.open() }
            isHeld.store(held != nil, ordering: .sequentiallyConsistent)
            return held != nil
        }
    }

    private static func refuse(
        _ listener: borrowing ListeningSocket, saying words: [UInt8]
    ) throws(SystemError) -> Bool {
        guard let client = try listener.accept() else { return false }
        client.sendAway(saying: words)
        return true
    }

    private static func open() -> FileDescriptor? {
        let number = eventfd(0, CInt(EFD_CLOEXEC))
        return number >= 0 ? FileDescriptor(owning: number) : nil
    }
}
