import Amazon
import Bytes
import Testing

@Suite("Calls on the wire")
struct WireTests {
    @Test("a service is where its region, its setting or the environment says")
    func findsEndpoints() {
        let none: [String: String] = [:]
        let environment = ["AWS_ENDPOINT_URL": "http://127.0.0.1:1", "AWS_ENDPOINT_URL_SNS": "http://127.0.0.1:2"]
        func url(_ service: AmazonService, _ override: String?, _ environment: [String: String]) -> String {
            service.endpoint(region: "ap-northeast-2", override: override, environment: environment).url
        }

        #expect(url(.cloudWatch, nil, none) == "https://monitoring.ap-northeast-2.amazonaws.com")
        #expect(url(.sns, nil, none) == "https://sns.ap-northeast-2.amazonaws.com")
        #expect(url(.route53, nil, none) == "https://route53.amazonaws.com")
        #expect(url(.cloudWatch, nil, environment) == "http://127.0.0.1:1")
        #expect(url(.sns, nil, environment) == "http://127.0.0.1:2")
        #expect(url(.sns, "http://127.0.0.1:3", environment) == "http://127.0.0.1:3")
        let scope = AmazonService.route53.endpoint(region: "ap-northeast-2", override: nil, environment: none).scope
        #expect(scope == SigningScope(region: "us-east-1", service: "route53"))
    }

    @Test("metrics are one JSON document, each value as it was given")
    func writesMetrics() throws {
        let datum = try #require(
            MetricDatum(
                "ConnectionTime", 12.5, .milliseconds, dimensions: [("HealthCheckId", "main"), ("Region", "tokyo-1")],
                at: Timestamp(seconds: 1_440_938_160)))

        let text = String(decoding: CloudWatch.body([datum], namespace: "Evergrant"), as: UTF8.self)

        let dimensions = #"[{"Name":"HealthCheckId","Value":"main"},{"Name":"Region","Value":"tokyo-1"}]"#
        #expect(
            text == #"{"Namespace":"Evergrant","MetricData":[{"MetricName":"ConnectionTime","Value":12.5,"#
                + #""Unit":"Milliseconds","Timestamp":1440938160,"Dimensions":\#(dimensions)}]}"#)
    }

    @Test("a value that CloudWatch refuses is no datum", arguments: [Double.nan, .infinity, -.infinity, 0x1p361])
    func refusesValues(value: Double) {
        #expect(MetricDatum("a", value, .none, dimensions: [], at: Timestamp(seconds: 0)) == nil)
    }

    @Test("a message keeps within SNS's limits and carries its id as an attribute")
    func writesMessages() {
        let message = TopicMessage(
            id: "0af3", subject: "서울\n" + String(repeating: "x", count: 200),
            text: String(repeating: "é", count: 200_000), attributes: [("severity", "critical")])
        let parameters = Dictionary(uniqueKeysWithValues: message.parameters(topic: "arn:aws:sns:a:1:t"))

        #expect(message.subject.utf8.count == 100 && message.subject.hasPrefix("???xx"))
        #expect(message.text.utf8.count <= 256 << 10)
        #expect(parameters["MessageAttributes.entry.1.Name"] == "id")
        #expect(parameters["MessageAttributes.entry.1.Value.StringValue"] == "0af3")
        #expect(parameters["MessageAttributes.entry.2.Value.StringValue"] == "critical")
        #expect(parameters["MessageDeduplicationId"] == nil)
    }

    @Test("a FIFO topic is told the id, so that it drops what comes twice")
    func deduplicates() {
        let message = TopicMessage(id: "0af3", subject: "s", text: "t", attributes: [])
        let parameters = Dictionary(uniqueKeysWithValues: message.parameters(topic: "arn:aws:sns:a:1:t.fifo"))

        #expect(parameters["MessageDeduplicationId"] == "0af3")
        #expect(parameters["MessageGroupId"] == "evergrant")
    }

    @Test("a batch says what is to go and what is to come, with every character that XML minds escaped")
    func writesBatches() {
        let old = RecordSet(
            name: "_evergrant.License.example.test", kind: .txt, ttlSeconds: 30, values: ["\"epoch=1\""])
        let batch: [RecordChange] = [.delete(old), .create(old)]

        let text = String(decoding: HostedZone.body(batch, comment: "a<b"), as: UTF8.self)

        let set =
            "<ResourceRecordSet><Name>_evergrant.license.example.test.</Name><Type>TXT</Type><TTL>30</TTL>"
            + "<ResourceRecords><ResourceRecord><Value>&quot;epoch=1&quot;</Value></ResourceRecord></ResourceRecords>"
            + "</ResourceRecordSet>"
        #expect(text.contains("<Comment>a&lt;b</Comment><Changes><Change><Action>DELETE</Action>\(set)</Change>"))
        #expect(text.contains("<Change><Action>CREATE</Action>\(set)</Change></Changes>"))
    }

    @Test("only the plain records of the name itself are read out of a page")
    func readsRecords() throws {
        func set(_ name: String, _ kind: String, _ rest: String) -> String {
            "<ResourceRecordSet><Name>\(name)</Name><Type>\(kind)</Type>\(rest)</ResourceRecordSet>"
        }
        let plain =
            "<TTL>30</TTL><ResourceRecords><ResourceRecord>"
            + "<Value>t.example.test</Value></ResourceRecord></ResourceRecords>"
        let page =
            "<R><ResourceRecordSets>" + set("a.example.test.", "CNAME", plain) + set("b.example.test.", "CNAME", plain)
            + set("a.example.test.", "CNAME", "<SetIdentifier>x</SetIdentifier>" + plain)
            + set("a.example.test.", "A", "<AliasTarget/>") + "</ResourceRecordSets></R>"

        let records = try HostedZone.records(at: "A.example.test", in: Array(page.utf8))

        #expect(
            records == [RecordSet(name: "a.example.test", kind: .cname, ttlSeconds: 30, values: ["t.example.test"])])
    }

    @Test("a page of something else is a malformed answer", arguments: ["", "<a/>", "{}"])
    func refusesOtherPages(text: String) {
        #expect(throws: AmazonFailure.self) { try HostedZone.records(at: "a", in: Array(text.utf8)) }
    }
}
