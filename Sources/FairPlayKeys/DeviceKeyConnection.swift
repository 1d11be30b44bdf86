internal import Bytes
internal import Reactor

/// One connection to the licensee's program: whole messages in and out.
///
/// Closes by itself when nobody has used it for a while, so that an owner may simply forget it.
final class DeviceKeyConnection: EventHandler {
    enum Event {
        case answered(DeviceKeyAnswer)
        /// Nothing more comes; the connection is closed.
        case ended(DeviceKeyFailure)
    }

    private static let chunkBytes = 4_096

    private let descriptor: FileDescriptor
    private let report: (Event, isolated EventLoop) -> Void
    private var watch: Watch?
    private var inbox = MessageFrames()
    private var outbox: [UInt8] = []
    private var buffer = [UInt8](repeating: 0, count: chunkBytes)
    /// When the program last said something.
    private(set) var heard: Duration = .zero

    /// - Parameter report: Called on the loop; it holds nobody who holds this.
    init(
        to path: String, on loop: isolated EventLoop, report: @escaping (Event, isolated EventLoop) -> Void
    ) throws(SystemError) {
        descriptor = try UnixStream.connect(to: path)
        self.report = report
        watch = try loop.watch(descriptor.withNumber { $0 }, for: .readable, handler: self)
        restAssured(on: loop)
    }

    func send(_ message: [UInt8], on loop: isolated EventLoop) {
        outbox += MessageFrames.frame(message)
        restAssured(on: loop)
        // A connection that is found broken here is reported by its own event, never within the asker's call.
        try? push(on: loop)
    }

    func close(on loop: isolated EventLoop) {
        if let watch { loop.unwatch(watch) }
        watch = nil
    }

    func ready(_ readiness: Readiness, on loop: isolated EventLoop) {
        do throws(SystemError) {
            try push(on: loop)
            switch try descriptor.read(into: &buffer) {
            case .bytes(let count): take(buffer[..<count], on: loop)
            case .wouldBlock: break
            case .endOfStream: end(.unreachable(reason: "it closed the connection"), on: loop)
            }
        } catch {
            end(.unreachable(reason: "\(error)"), on: loop)
        }
    }

    func deadlinePassed(on loop: isolated EventLoop) { end(.unreachable(reason: "nobody used it"), on: loop) }

    private func take(_ bytes: ArraySlice<UInt8>, on loop: isolated EventLoop) {
        heard = loop.now
        inbox.append(bytes)
        do throws(Malformed) {
            while watch != nil, let message = try inbox.next() {
                guard let answer = DeviceKeyAnswer(parsing: message) else { return end(.malformed, on: loop) }
                report(.answered(answer), loop)
            }
        } catch {
            end(.malformed, on: loop)
        }
    }

    private func push(on loop: isolated EventLoop) throws(SystemError) {
        while !outbox.isEmpty {
            let bytes = outbox
            guard case .bytes(let count) = try descriptor.send(bytes.span) else { break }
            outbox.removeFirst(count)
        }
        if let watch { try loop.change(watch, to: Interest(readable: true, writable: !outbox.isEmpty)) }
    }

    private func restAssured(on loop: isolated EventLoop) {
        if let watch { loop.setDeadline(of: watch, after: CoarseDelay(DeviceKeyLimits.idleMax)) }
    }

    private func end(_ failure: DeviceKeyFailure, on loop: isolated EventLoop) {
        guard watch != nil else { return }
        close(on: loop)
        report(.ended(failure), loop)
    }
}
