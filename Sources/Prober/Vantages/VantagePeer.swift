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

    init(name: String, address: HTTPAddress) { (self.name, self.address) = (name, address) }

    mutating func failed(_ problem: String) { self.problem = problem }
}
