internal import Bytes
internal import HTTPWire
package import Reactor

/// Writes metrics into CloudWatch, in its JSON protocol.
package struct CloudWatch {
    private let client: AmazonClient
    private let endpoint: AmazonService.Endpoint

    package init(region: String, endpoint: String?, client: AmazonClient) {
        self.client = client
        self.endpoint = client.endpoint(of: .cloudWatch, region: region, override: endpoint)
    }

    /// Stores at most `AmazonLimits.dataPerCall` data points in one call.
    ///
    /// CloudWatch knows no id for a data point: one that is sent again after a lost answer counts twice in
    /// `SampleCount` and `Sum`, and changes nothing in `Minimum`, `Maximum` and `Average` of its moment.
    package func putMetricData(
        _ data: [MetricDatum], namespace: String, within deadline: Duration, on loop: isolated EventLoop
    ) async throws(AmazonFailure) {
        guard !data.isEmpty else { return }
        guard data.count <= AmazonLimits.dataPerCall else { throw .invalid("too many data points for one call") }
        let request = AmazonRequest(
            method: .post, path: "/",
            fields: [
                Field("content-type", "application/x-amz-json-1.0"),
                Field("x-amz-target", "GraniteServiceVersion20100801.PutMetricData"),
            ],
            body: Self.body(data, namespace: namespace))
        _ = try await client.send(request, to: endpoint, within: deadline, on: loop)
    }

    package static func body(_ data: [MetricDatum], namespace: String) -> [UInt8] {
        var json = JSONWriter()
        json.object { json in
            json.member("Namespace", namespace)
            json.member("MetricData") { json in
                json.array { json in
                    for datum in data { write(datum, to: &json) }
                }
            }
        }
        return json.bytes
    }

    private static func write(_ datum: MetricDatum, to json: inout JSONWriter) {
        json.object { json in
            json.member("MetricName", datum.name)
            json.member("Value") { $0.real(datum.value) }
            json.member("Unit", datum.unit.rawValue)
            json.member("Timestamp", datum.at.seconds)
            json.member("Dimensions") { json in
                json.array { json in
                    for dimension in datum.dimensions {
                        json.object {
                            $0.member("Name", dimension.name)
                            $0.member("Value", dimension.value)
                        }
                    }
                }
            }
        }
    }
}
