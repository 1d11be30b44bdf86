/// A page in the OpenMetrics text format 1.0, written family by family.
struct OpenMetricsPage {
    static let mediaType = "application/openmetrics-text; version=1.0.0; charset=utf-8"

    /// Label names and values; every value is a name that the configuration has checked.
    typealias Labels = KeyValuePairs<String, String>

    private var page = ""

    /// The page with its end.
    var text: String { page + "# EOF\n" }

    mutating func gauge(_ name: String, _ help: String, _ samples: [(labels: Labels, value: Double)]) {
        family(name, "gauge", help)
        for sample in samples { self.sample(name, sample.labels, sample.value) }
    }

    mutating func counter(_ name: String, _ help: String, _ samples: [(labels: Labels, value: Int)]) {
        family(name, "counter", help)
        for sample in samples { self.sample("\(name)_total", sample.labels, sample.value) }
    }

    private mutating func family(_ name: String, _ type: String, _ help: String) {
        page += "# TYPE \(name) \(type)\n# HELP \(name) \(help)\n"
    }

    private mutating func sample(_ name: String, _ labels: Labels, _ value: some CustomStringConvertible) {
        let list = labels.map { "\($0.key)=\"\($0.value)\"" }.joined(separator: ",")
        page += list.isEmpty ? "\(name) \(value)\n" : "\(name){\(list)} \(value)\n"
    }
}
