internal import CLinux
internal import Glibc

/// A descriptor held back, so that a process with none left can still take a connection and send it away.
///
/// Without it the connection would stay in the listener's queue and its client would wait for nothing, while a
/// level-triggered loop would be told of it in every turn.
package struct DescriptorReserve: ~Copyable {
    private var held: FileDescriptor?

    package init() { hold() }

    /// Takes the next waiting connection and closes it with `words`; whether there was one.
    ///
    /// - Throws: When there is no descriptor even so: another thread was quicker, or it is the machine that has none.
    package mutating func refuseOne(
        from listener: borrowing ListeningSocket, saying words: [UInt8]
    ) throws(SystemError) -> Bool {
        if held == nil { hold() }
        held = nil
        defer { hold() }  // After the connection is gone, and so its number is free again.
        return try Self.refuse(listener, saying: words)
    }

    private static func refuse(
        _ listener: borrowing ListeningSocket, saying words: [UInt8]
    ) throws(SystemError) -> Bool {
        guard let client = try listener.accept() else { return false }
        // Who has gone already is not there to be told.
        if !words.isEmpty { _ = try? client.descriptor.send(words.span) }
        client.finishWriting()
        return true
    }

    private mutating func hold() {
        let number = eventfd(0, CInt(EFD_CLOEXEC))
        if number >= 0 { held = FileDescriptor(owning: number) }
    }
}
