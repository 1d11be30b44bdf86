internal import Bytes
internal import Cryptography
internal import Daemon
internal import HTTPServer
internal import HTTPWire
internal import Reactor

/// One loop's part of the access log: chooses which answers are written down, and puts them into JSON.
///
/// What a stranger sent is in no line: not the path, whose query may hold a token, but the route that it led to; no
/// field, no body. What is not ours to begin with cannot leak.
struct AccessLog {
    private let sink: LineSink
    private let region: String
    private let sample: Double
    /// How much of a line has been saved up.
    private var credit = 0.0

    init(_ sink: LineSink, region: String, sample: Double) {
        (self.sink, self.region, self.sample) = (sink, region, sample)
    }

    /// Whether this answer is one of the sample; failures of ours always are.
    mutating func wants(status: Int) -> Bool {
        guard status < 500 else { return true }
        credit += sample
        guard credit >= 1 else { return false }
        credit -= 1
        return true
    }

    /// - Parameter route: nil when the request led nowhere.
    func write(_ exchange: Exchange, listener: String, route: Route<Endpoint>?) {
        var json = JSONWriter()
        json.object { json in
            json.member("time", InternetTime.now)
            json.member("region", region)
            json.member("listener", listener)
            if let peer = exchange.request.peer { json.member("peer", peer.description) }
            json.member("method", route.map { "\($0.method)" } ?? "")
            json.member("route", route?.pattern ?? "")
            json.member("status", exchange.status)
            if let count = exchange.bodyBytes { json.member("bytes", count) }
            json.member("us", Int(clamping: exchange.took.wholeMicroseconds))
            json.member("protocol", exchange.version?.rawValue ?? "")
            json.member("secure", exchange.tls != nil)
            if let version = exchange.tls { json.member("tls", version.rawValue) }
            if let record = exchange.fields.fields.first(where: { $0.name == "evergrant-record" }) {
                json.member("record", record.value)
            }
        }
        sink.append(json.bytes + [UInt8(ascii: "\n")])
    }
}

extension Duration {
    fileprivate var wholeMicroseconds: Int64 {
        components.seconds.multipliedReportingOverflow(by: 1_000_000).partialValue
            &+ components.attoseconds / 1_000_000_000_000
    }
}
