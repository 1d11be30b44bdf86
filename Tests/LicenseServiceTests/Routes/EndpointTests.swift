import Foundation
import HTTPServer
import HTTPWire
import Testing

@testable import LicenseService

@Suite("Routes")
struct EndpointTests {
    /// `POST /v1/…` for each operation of the OpenAPI document, and whether it says that it writes.
    private func documented() throws -> [String: Bool] {
        let text = try String(contentsOf: Tree.file("docs/openapi.yaml"), encoding: .utf8)
        var operations: [String: Bool] = [:]
        var (path, operation, isInPaths) = ("", "", false)
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if let first = line.first, !first.isWhitespace { isInPaths = line == "paths:" }
            guard isInPaths else { continue }
            if line.hasPrefix("  /"), line.hasSuffix(":") { path = String(line.dropFirst(2).dropLast()) }
            if let method = line.wholeMatch(of: /[ ]{4}(get|put|post|delete|options|patch|head):/) {
                operation = "\(method.1.uppercased()) \(path)"
                operations[operation] = false
            }
            if line.contains("x-evergrant-writes: true") { operations[operation] = true }
        }
        return operations
    }

    private var offered: [String: Bool] {
        let routes = Endpoint.publicRoutes + Endpoint.operatorRoutes
        return Dictionary(routes.map { ("\($0.method) \($0.pattern)", $0.effect == .writes) }) { $0 || $1 }
    }

    @Test("what the server offers and what docs/openapi.yaml describes are the same, writes marked")
    func isDocumented() throws {
        #expect(try documented() == offered)
    }

    @Test("every endpoint has a route, and no route stands there twice")
    func isComplete() {
        let all = Endpoint.publicRoutes + Endpoint.operatorRoutes

        #expect(Set(all.map(\.endpoint)) == Set(Endpoint.allCases))
        for routes in [Endpoint.publicRoutes, Endpoint.operatorRoutes] {
            #expect(Set(routes.map { "\($0.method) \($0.pattern)" }).count == routes.count)
        }
    }

    @Test("only PUT and DELETE of a content write")
    func listsWrites() {
        #expect(
            routeTable(onlyWrites: true) == [
                "PUT\t/v1/sites/{site}/contents/{content}\tpackager\twrites",
                "DELETE\t/v1/sites/{site}/contents/{content}\tpackager\twrites",
            ])
        #expect(routeTable(onlyWrites: false).count == Endpoint.publicRoutes.count)
    }

    @Test("operators' routes are not public")
    func hidesOperators() {
        #expect(Endpoint.publicRoutes.allSatisfy { $0.audience != .operator && $0.endpoint != .metrics })
    }

    @Test("only routes that take a body allow one")
    func limitsBodies() {
        for route in Endpoint.publicRoutes + Endpoint.operatorRoutes {
            #expect((route.bodyBytesMax > 0) == [.put, .post].contains(route.method), "\(route.pattern)")
        }
    }
}

/// The files of this repository, found from this one.
enum Tree {
    static func file(_ path: String) -> URL {
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: path)
    }
}
