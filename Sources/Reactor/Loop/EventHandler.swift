/// Whoever drives a descriptor; a plain object that lives on one loop and is called only there.
package protocol EventHandler: AnyObject {
    /// The descriptor can be read, can be written to, or has ended.
    func ready(_ readiness: Readiness, on loop: isolated EventLoop)

    /// The deadline that was set for the descriptor's watch has passed; it is set no longer.
    func deadlinePassed(on loop: isolated EventLoop)
}

extension EventHandler {
    package func deadlinePassed(on loop: isolated EventLoop) {}
}

/// Whoever gathers what comes in one turn, to deal with all of it at once.
package protocol TurnEndHandler: AnyObject {
    /// Every event and timer of this turn has been handled.
    func turnEnded(on loop: isolated EventLoop)
}
