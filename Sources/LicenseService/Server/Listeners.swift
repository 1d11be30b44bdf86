internal import HTTPServer
internal import Reactor

/// Everything one loop listens on.
struct Listeners {
    /// For players, packagers and probers.
    private let serving: [Listener]
    /// On the first loop alone.
    private let operators: [Listener]

    private var all: [Listener] { serving + operators }

    /// - Parameter isFirst: The first loop makes sure that no other process listens where the loops are about to
    ///   share, and it alone speaks to operators: they ask rarely, and the sums are the same everywhere.
    init(_ service: LoopService, _ plant: Plant, isFirst: Bool) throws {
        let entrances = try Entrance.all(of: plant)
        if isFirst { for entrance in entrances { try entrance.requireFree() } }
        let occupancy = Occupancy(plant.configuration.limits, census: plant.census)
        serving = try entrances.filter { $0.name != "operator" }.flatMap { entrance in
            try entrance.listeners(
                LoopResponder(service, routes: Endpoint.publicRoutes, named: entrance.name), occupancy)
        }
        guard isFirst else {
            operators = []
            return
        }
        let responder = LoopResponder(service, routes: Endpoint.operatorRoutes, named: "operator")
        operators = try entrances.filter { $0.name == "operator" }.flatMap { try $0.listeners(responder, nil) }
    }

    var addresses: String { all.map { "\($0.isSecure ? "https" : "http")://\($0.address)" }.joined(separator: " ") }

    var connectionCount: Int { all.reduce(0) { $0 + $1.connectionCount } }

    func start(on loop: isolated EventLoop) throws {
        for listener in all { try listener.start(on: loop) }
    }

    /// Lets what is under way finish; the operator's listener closes last, so that draining can be watched.
    ///
    /// - Returns: How many connections were cut off at the deadline.
    func drain(within deadline: Duration, on loop: isolated EventLoop) async -> Int {
        for listener in serving { listener.beginDraining(on: loop) }
        let cut = await Listener.finishDraining(serving, within: deadline, on: loop)
        for listener in operators { await listener.drain(on: loop) }
        return cut
    }
}
