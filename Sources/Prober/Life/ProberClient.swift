internal import Bytes
internal import Daemon
internal import Failover
internal import HTTPClient
internal import HTTPWire
internal import Reactor

/// How an operator's command speaks with the prober that runs beside it: as a vantage would.
struct ProberClient: Sendable {
    private static let deadlines = ClientDeadlines(connect: .seconds(5), status: .seconds(5), total: .seconds(10))

    private let plant: ProberPlant

    init(_ plant: ProberPlant) { self.plant = plant }

    func status() throws -> String { try ask(ClientRequest(method: .get, path: "/status")) }

    func give(_ order: ProberOrder) throws -> String {
        var json = JSONWriter()
        let order = try self.order(order)
        json.object { json in json.members(of: order) }
        return try ask(
            ClientRequest(
                method: .post, path: ProberEndpoint.overridePath,
                fields: [plant.secret.field, Field("content-type", "application/json")], body: json.bytes))
    }

    private func order(_ order: ProberOrder) throws(CommandFailure) -> Order {
        switch order {
        case .freeze: return .freeze
        case .release: return .release
        case .force(let name, let evenIfDead):
            let regions = plant.configuration.regions
            switch name {
            case "main", regions.main.name: return .force(.main, evenIfDead: evenIfDead)
            case "backup", regions.backup.name: return .force(.backup, evenIfDead: evenIfDead)
            default:
                throw .refused(
                    "there is no region ‘\(name)’: say main (\(regions.main.name)) or backup (\(regions.backup.name))")
            }
        }
    }

    private func ask(_ request: ClientRequest) throws -> String {
        let plant = plant
        return try onOwnLoop { loop in
            let requester = HTTPRequester(
                trust: plant.trust, resolver: plant.resolver, limits: ClientLimits(bodyBytesMax: 1_048_576))
            let address = plant.vantages[plant.rank].address
            let response: ClientResponse
            do throws(HTTPClientFailure) {
                response = try await requester.send(request, to: address, deadlines: Self.deadlines, on: loop)
            } catch {
                throw CommandFailure.unavailable("the prober at \(address.authority) does not answer: \(error)")
            }
            guard response.status == 200 else { throw CommandFailure.refused(Self.refusal(response)) }
            return String(decoding: response.body, as: UTF8.self)
        }
    }

    private static func refusal(_ response: ClientResponse) -> String {
        let detail = try? JSONObject(parsing: response.body).string("detail")
        return "the prober refused (\(response.status)): \(detail ?? "it did not say why")"
    }
}
