import Failover
import HTTPServer
import HTTPWire
import Testing

@testable import LicenseService

@Suite("GET /health")
struct HealthEndpointTests {
    private func answer(
        _ target: String, _ status: HealthReport.Status, _ mode: RegionRole.Mode, isDraining: Bool = false
    ) throws -> Response {
        let check = HealthReport.Check(name: "a:b", status: status)
        let report = HealthReport(region: "seoul", mode: mode, checks: [check])
        return HealthEndpoint.answer(report, to: try Samples.request("GET", target), isDraining: isDraining)
    }

    @Test("a region that works is 200, one that fails is 503, and a warning is not a failure")
    func hasStatus() throws {
        #expect(try answer("/health", .pass, .readWrite).head.status == 200)
        #expect(try answer("/health", .warn, .readOnly).head.status == 200)
        #expect(try answer("/health", .fail, .readWrite).head.status == 503)
    }

    @Test(
        "a prober chooses the code of a region that only reads",
        arguments: [
            ("429", 429), ("200", 200), ("599", 599), ("199", 200), ("600", 200), ("100", 200), ("-1", 200),
            ("abc", 200), ("", 200), ("99999999999999999999", 200),
        ])
    func overridesCode(code: String, expected: Int) throws {
        #expect(try answer("/health?readonlycode=\(code)", .warn, .readOnly).head.status == expected)
    }

    @Test("the code is not chosen where the region writes, fails or leaves")
    func keepsCode() throws {
        #expect(try answer("/health?readonlycode=429", .pass, .readWrite).head.status == 200)
        #expect(try answer("/health?readonlycode=200", .fail, .readOnly).head.status == 503)
        #expect(try answer("/health?readonlycode=200", .warn, .readOnly, isDraining: true).head.status == 503)
    }

    @Test("a server that leaves fails, so that traffic leaves too")
    func failsWhileDraining() throws {
        #expect(try answer("/health", .pass, .readWrite, isDraining: true).head.status == 503)
    }

    @Test("the answer is health JSON, not to be stored")
    func hasFields() throws {
        let known = try answer("/health", .pass, .readOnly)

        #expect(known.field("content-type") == "application/health+json")
        #expect(known.field("cache-control") == "no-store")
    }
}
