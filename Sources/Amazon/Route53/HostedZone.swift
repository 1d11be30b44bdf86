internal import HTTPWire
package import Reactor

/// One hosted zone of Route 53.
///
/// A batch that deletes exactly the old records and creates the new ones is a compare-and-swap: Route 53 does all of a
/// batch or nothing, and refuses to delete what is not there in just these words (`AmazonFailure.isConflict`).
package struct HostedZone {
    private static let version = "2013-04-01"

    private let path: String
    private let client: AmazonClient
    private let endpoint: AmazonService.Endpoint

    /// - Parameter id: `Z…`, with or without the `/hostedzone/` that the console and the API put before it.
    package init(id: String, endpoint: String?, client: AmazonClient) {
        let plain = id.split(separator: "/").last.map(String.init) ?? id
        path = "/\(Self.version)/hostedzone/\(URIEncoding.encode(plain))/rrset"
        self.client = client
        self.endpoint = client.endpoint(of: .route53, region: "us-east-1", override: endpoint)
    }

    /// The CNAME and TXT records of one name.
    package func records(
        at name: String, within deadline: Duration = AmazonLimits.callDeadline, on loop: isolated EventLoop
    ) async throws(AmazonFailure) -> [RecordSet] {
        // Listed from this name on: its own sets come first, and ten types are more than a name with a CNAME can have.
        let request = AmazonRequest(method: .get, path: path, query: [("name", name), ("maxitems", "10")])
        let answer = try await client.send(request, to: endpoint, within: deadline, on: loop)
        return try Self.records(at: name, in: answer)
    }

    /// Does all of `batch`, or nothing.
    ///
    /// A lost answer leaves it open which; whoever asked reads back.
    package func change(
        _ batch: [RecordChange], comment: String, within deadline: Duration = AmazonLimits.callDeadline,
        on loop: isolated EventLoop
    ) async throws(AmazonFailure) {
        guard (1...AmazonLimits.changesPerBatch).contains(batch.count) else {
            throw .invalid("a batch has from 1 to \(AmazonLimits.changesPerBatch) changes")
        }
        let request = AmazonRequest(
            method: .post, path: path, fields: [Field("content-type", "application/xml")],
            body: Self.body(batch, comment: comment))
        _ = try await client.send(request, to: endpoint, within: deadline, on: loop)
    }

    package static func body(_ batch: [RecordChange], comment: String) -> [UInt8] {
        let changes = batch.map(\.xml).joined()
        let document = """
            <?xml version="1.0" encoding="UTF-8"?>
            <ChangeResourceRecordSetsRequest xmlns="https://route53.amazonaws.com/doc/\(version)/"><ChangeBatch>\
            <Comment>\(XMLText.escape(String(comment.prefix(256))))</Comment><Changes>\(changes)</Changes>\
            </ChangeBatch></ChangeResourceRecordSetsRequest>
            """
        return Array(document.utf8)
    }

    package static func records(at name: String, in answer: [UInt8]) throws(AmazonFailure) -> [RecordSet] {
        let document: XMLElement
        do { document = try XMLElement(parsing: answer) } catch { throw .malformedAnswer("\(error)") }
        guard let sets = document["ResourceRecordSets"] else { throw .malformedAnswer("no record sets in it") }
        let wanted = RecordSet(name: name, kind: .cname, ttlSeconds: 0, values: []).name
        return sets.all("ResourceRecordSet").compactMap(RecordSet.init).filter { $0.name == wanted }
    }
}
