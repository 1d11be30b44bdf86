import HTTPWire
import TestSupport
import Testing

@Suite("Mutated input")
struct MutationTests {
    private static let http2 =
        Frame.preface + Frame.settings + Frame.request(stream: 1, fields: [("x-one", "1")])
        + Frame.request(stream: 3, method: "POST", ends: false) + Frame.data(bytes("challenge"), stream: 3, ends: true)
        + Frame.ping + Frame.windowUpdate(10, stream: 1) + Frame.reset(stream: 1) + Frame.request(stream: 5)

    private static let corpus = SplitTests.streams.map(bytes) + [http2, http2, http2, http2]

    @Test("no mutation of valid input traps, grows without bound, or is answered twice", arguments: 0..<20)
    func survives(block: Int) {
        var random = SeededGenerator(seed: UInt64(block))

        for _ in 0..<100 {
            let input = Self.mutate(Self.corpus.randomElement(using: &random) ?? [], using: &random)
            let session = HTTPSession.cleartext(bodyLimit: 100)
            var announced: Set<StreamID> = []
            var isRepeated = false
            var rest = input[...]
            while !rest.isEmpty {
                let count = Int.random(in: 1...rest.count, using: &random)
                for event in session.receive(Array(rest.prefix(count))) + session.resume() {
                    guard let stream = event.request?.stream ?? event.refused?.stream else { continue }
                    isRepeated = isRepeated || !announced.insert(stream).inserted
                    session.respond(to: stream, head: ResponseHead(status: 200), body: .complete(bytes("ok")))
                }
                _ = session.takeOutput()
                rest = rest.dropFirst(count)
            }
            session.endOfInput()
            while !session.takeOutput().isEmpty {}

            #expect(!isRepeated)
            #expect(session.pendingOutput <= 1_000)
        }
    }

    /// Flips, removes, repeats or inserts at up to four places.
    private static func mutate(_ input: [UInt8], using random: inout SeededGenerator) -> [UInt8] {
        let troublesome = bytes("\r\n\0 \t:;,*/%") + [0x80, 0xFF, 0x7F]
        var bytes = input
        for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
            let index = bytes.indices.randomElement(using: &random) ?? 0
            switch Int.random(in: 0..<5, using: &random) {
            case 0: bytes[index] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            case 1: bytes[index] = troublesome.randomElement(using: &random) ?? 0
            case 2: bytes.remove(at: index)
            case 3: bytes.insert(troublesome.randomElement(using: &random) ?? 0, at: index)
            default:
                let end = min(bytes.count, index + Int.random(in: 1...30, using: &random))
                bytes.insert(contentsOf: bytes[index..<end], at: index)
            }
        }
        return bytes
    }
}
