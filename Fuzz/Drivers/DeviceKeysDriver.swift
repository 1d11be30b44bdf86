import Bytes
import DRMSystems
import FairPlayKeys
import Glibc
import Reactor

/// What the licensee's program says, over a socket as in life; whoever asks gets one answer, wherever it is cut.
func feedDeviceKeys(_ input: [UInt8]) throws(BrokenPromise) -> Reading {
    var (content, steering) = Steering.split(input)
    let whole = try? DeviceKeyTalk.answers(saying: [content])
    let cut = try? DeviceKeyTalk.answers(saying: steering.pieces(of: content))
    guard let whole, let cut else { throw BrokenPromise("there is a socket for a talk with the program") }
    try promise(whole == cut, "the answers are the same wherever the bytes are cut")
    for (question, answer) in whole.enumerated() {
        if case .key(let count) = answer {
            let expected = DeviceKeyTalk.isCheck(question) ? 0 : FairPlayProvider.deviceKeyByteCount
            try promise(count == expected, "who asks for a key gets 16 bytes, and who asks for a word gets none")
        }
        if case .refused(let length) = answer {
            try promise(length <= DeviceKeyLimits.wordsMax, "no more words than are kept")
        }
    }
    return Reading(whole.contains { $0.isAnswer })
}

/// A few questions to a program that says what it says, to whoever connects, and hangs up.
///
/// All of it runs on the calling thread, one turn after the other: the same input, the same run. Unchecked: on its loop
/// only, and read when that has ended.
private final class DeviceKeyTalk: @unchecked Sendable {
    enum Answer: Equatable {
        case key(byteCount: Int)
        case refused(length: Int)
        case malformed
        /// Why is a matter of timing.
        case nothing

        var isAnswer: Bool {
            switch self {
            case .key, .refused: true
            case .malformed, .nothing: false
            }
        }
    }

    private static let questions = 3
    /// One of them asks for no key.
    static func isCheck(_ question: Int) -> Bool { question == 1 }

    private let program: SayingProgram
    private let client: DeviceKeyClient
    private var answers: [Int: Answer] = [:]

    static func answers(saying pieces: [[UInt8]]) throws -> [Answer] {
        let talk = try DeviceKeyTalk(SayingProgram(pieces))
        let loop = try EventLoop()
        Task(executorPreference: loop.thread) { await loop.begin(talk) }
        loop.run()
        return talk.answers.sorted { $0.key < $1.key }.map(\.value)
    }

    private init(_ program: SayingProgram) {
        self.program = program
        var limits = DeviceKeyLimits()
        limits.patience = .seconds(3_600)
        client = DeviceKeyClient(path: program.name, limits: limits)
    }

    func begin(on loop: isolated EventLoop) {
        for question in 0..<Self.questions {
            let then: DeviceKeyClient.Answering = { self.take($0, to: question, on: loop) }
            if Self.isCheck(question) {
                client.check(on: loop, then: then)
            } else {
                let derivation = FairPlayDerivation(
                    r2: [UInt8](repeating: 1, count: 21), certificateHash: [UInt8](repeating: 2, count: 20),
                    spcVersion: 1, protocolVersion: 1)
                client.deviceKey(for: derivation, on: loop, then: then)
            }
        }
        speak(on: loop)
    }

    private func speak(on loop: isolated EventLoop) {
        program.act()
        guard answers.count < Self.questions else { return loop.stop() }
        loop.schedule(after: .zero) { self.speak(on: loop) }
    }

    private func take(_ result: Result<Secret, DeviceKeyFailure>, to question: Int, on loop: isolated EventLoop) {
        precondition(answers[question] == nil, "a question is answered once")
        answers[question] =
            switch result {
            case .success(let key): .key(byteCount: key.count)
            case .failure(.refused(let words)): .refused(length: words.count)
            case .failure(.malformed): .malformed
            case .failure(.unreachable), .failure(.late), .failure(.busy): .nothing
            }
    }
}

extension EventLoop {
    fileprivate func begin(_ talk: DeviceKeyTalk) { talk.begin(on: self) }
}

/// A program that says its pieces one by one to whoever connects, and hangs up after the last.
private final class SayingProgram {
    private static let counter = Lock<Int>(0)

    let name: String
    private let pieces: [[UInt8]]
    private let listener: CInt
    private var connection: CInt?
    private var rest: ArraySlice<[UInt8]> = []

    init(_ pieces: [[UInt8]]) throws {
        let number = Self.counter.withLock { counter in
            counter += 1
            return counter
        }
        name = "@evergrant-fuzz-\(getpid())-\(number)"
        self.pieces = pieces
        listener = socket(AF_UNIX, CInt(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let path = [0] + name.utf8.dropFirst()
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path) }
        let length = socklen_t(MemoryLayout<sa_family_t>.size + path.count)
        let bound = withUnsafePointer(to: address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(listener, $0, length) }
        }
        guard bound == 0, listen(listener, 4) == 0 else { throw SystemError(call: "listen", errno: errno) }
    }

    deinit {
        if let connection { close(connection) }
        close(listener)
    }

    /// Takes the next connection, says the next piece or hangs up.
    func act() {
        guard let connection else {
            let number = accept(listener, nil, nil)
            if number >= 0 { (connection, rest) = (number, pieces[...]) }
            return
        }
        guard let piece = rest.popFirst() else {
            close(connection)
            self.connection = nil
            return
        }
        // A client that has hung up hears nothing.
        _ = send(connection, piece, piece.count, CInt(MSG_NOSIGNAL))
    }
}
