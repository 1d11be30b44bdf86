internal import HTTPWire
package import Reactor

/// One SNS topic to publish to, through its query protocol, which is its only one.
package struct Topic {
    private let arn: String
    private let client: AmazonClient
    private let endpoint: AmazonService.Endpoint

    package init(arn: String, region: String, endpoint: String?, client: AmazonClient) {
        self.arn = arn
        self.client = client
        self.endpoint = client.endpoint(of: .sns, region: region, override: endpoint)
    }

    /// Publishes one message; sent again with the same id, a FIFO topic drops it, and a reader of any other topic can.
    package func publish(_ message: TopicMessage, within deadline: Duration, on loop: isolated EventLoop)
        async throws(AmazonFailure)
    {
        let request = AmazonRequest(
            method: .post, path: "/",
            fields: [Field("content-type", "application/x-www-form-urlencoded; charset=utf-8")],
            body: URIEncoding.form(message.parameters(topic: arn)))
        _ = try await client.send(request, to: endpoint, within: deadline, on: loop)
    }
}

/// What is published: words for people, and attributes that subscriptions can filter by.
package struct TopicMessage: Equatable, Sendable {
    package let id: String
    package let subject: String
    package let text: String
    package let attributes: [(name: String, value: String)]

    /// Cuts what SNS would refuse: a subject to 100 printable ASCII characters, a text to 256 KiB.
    package init(id: String, subject: String, text: String, attributes: [(name: String, value: String)]) {
        self.id = id
        let printable = subject.unicodeScalars.map { (0x20...0x7E).contains($0.value) ? Character($0) : "?" }
        self.subject = String(printable.prefix(AmazonLimits.subjectCharacters))
        let bytes = text.utf8.prefix(AmazonLimits.messageBytes)
        self.text = bytes.count == text.utf8.count ? text : String(decoding: bytes.dropLast(4), as: UTF8.self)
        self.attributes = attributes
    }

    package func parameters(topic: String) -> [(String, String)] {
        var parameters = [
            ("Action", "Publish"), ("Version", "2010-03-31"), ("TopicArn", topic), ("Subject", subject),
            ("Message", text),
        ]
        for (index, attribute) in ([("id", id)] + attributes).enumerated() {
            let prefix = "MessageAttributes.entry.\(index + 1)"
            parameters += [
                ("\(prefix).Name", attribute.0), ("\(prefix).Value.DataType", "String"),
                ("\(prefix).Value.StringValue", attribute.1),
            ]
        }
        if topic.hasSuffix(".fifo") {
            parameters += [("MessageGroupId", "evergrant"), ("MessageDeduplicationId", id)]
        }
        return parameters
    }

    package static func == (one: TopicMessage, other: TopicMessage) -> Bool {
        (one.id, one.subject, one.text) == (other.id, other.subject, other.text)
            && one.attributes.elementsEqual(other.attributes) { $0 == $1 }
    }
}
