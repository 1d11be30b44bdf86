internal import Bytes
internal import Glibc
internal import Reactor

/// Now, on both clocks: the wall's for what is written down and compared with tokens, the monotonic one for waiting.
struct Moment {
    let wall: Timestamp
    let monotonic: Duration

    static func now(on loop: isolated EventLoop) -> Moment {
        Moment(wall: Timestamp(seconds: Int64(time(nil))), monotonic: loop.now)
    }
}
