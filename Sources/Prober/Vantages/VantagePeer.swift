internal import HTTPClient

/// Another vantage, as this one knows it.
struct VantagePeer {
    let name: String
    let address: HTTPAddress
    /// Its newest stamp, to be echoed.
    var stamp: (text: String, receivedAt: Duration)?
    /// When news of it last came.
    var heardAt: Duration?
    /// What went wrong when it was last asked.
    var problem: String?
    var isBeingAsked = false
    var wantsAnother = false
    var hasBeenAsked = false
    private var newest: (run: Substring, number: Int64)?

    init(name: String, address: HTTPAddress) { (self.name, self.address) = (name, address) }

    /// The testimonies that are new, in the order they were made; a peer that was started again counts anew.
    mutating func unheard(of report: VantageReport) -> [VantageReport.AgedTestimony] {
        let run = MomentStamps.run(of: report.stamp)
        let known = newest?.run == run ? newest?.number ?? 0 : 0
        let news = report.testimonies.filter { $0.number > known }.sorted { $0.number < $1.number }
        newest = (run, news.last?.number ?? known)
        return news
    }

    mutating func failed(_ problem: String) { self.problem = problem }
}
