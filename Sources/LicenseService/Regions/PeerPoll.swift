internal import Cryptography
internal import Daemon
internal import HTTPClient
internal import HTTPWire
internal import Reactor

/// One other region, to be asked how it is.
struct PeerPoll: Sendable {
    /// Shorter than a prober's: a primary that came back waits for this before it writes.
    static let deadlines = ClientDeadlines(connect: .seconds(2), status: .seconds(2), total: .seconds(3))

    let region: String
    private let address: HTTPAddress
    private let requester: HTTPRequester

    /// Reads the trust anchors, so that a server that starts can ask.
    init(_ peer: Configuration.Peer, at index: Int, resolver: NameResolver) throws(ConfigurationError) {
        (region, address) = (peer.region, peer.address)
        do throws(TLSFailure) {
            let trust = try TLSClientContext(trustAnchorsFile: peer.trustAnchorsFile)
            requester = HTTPRequester(
                trust: trust, resolver: resolver, limits: ClientLimits(bodyBytesMax: PeerReport.bytesMax))
        } catch {
            throw ConfigurationError("peers.\(index).trustAnchorsFile", "\(error)")
        }
    }

    /// What the region says, well or unwell: a report that says `fail` is a report too.
    func ask(on loop: isolated EventLoop) async -> Result<PeerReport, Silence> {
        do throws(HTTPClientFailure) {
            let response = try await requester.send(
                ClientRequest(), to: address, deadlines: Self.deadlines, on: loop)
            guard let report = PeerReport(parsing: response.body) else {
                return .failure(Silence(reason: "answers \(response.status) without a report"))
            }
            guard report.region == region else {
                return .failure(Silence(reason: "is another region: \(report.region)"))
            }
            return .success(report)
        } catch {
            return .failure(Silence(reason: "\(error)"))
        }
    }

    struct Silence: Error {
        let reason: String
    }
}
