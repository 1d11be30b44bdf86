import Foundation
import Testing

@testable import LocalRegions

@Suite("Order box")
struct OrderBoxTests {
    @Test("an order is carried out once, and whoever gave it reads what became of it")
    func answersOrders() async throws {
        let folder = try TemporaryDirectory()
        let box = OrderBox(in: folder.url)
        try box.open()
        let order = FaultOrder(.inject, .serverKilled, at: "seoul")

        async let receipt = box.send(order, within: .seconds(10))
        var obeyed: [FaultOrder] = []
        try await eventually("the order has come", within: .seconds(10)) {
            try await box.serve { order in
                obeyed.append(order)
                return FaultReceipt(begunAt: 1, doneAt: 2, failure: "it is gone")
            }
        }

        #expect(try await receipt == FaultReceipt(begunAt: 1, doneAt: 2, failure: "it is gone"))
        #expect(obeyed == [order])
        #expect(try await !box.serve { _ in FaultReceipt(begunAt: 0, doneAt: 0) })
    }

    @Test("what is no order is thrown away, and what lies beside orders is left alone")
    func ignoresOthers() async throws {
        let folder = try TemporaryDirectory()
        let box = OrderBox(in: folder.url)
        try box.open()
        let orders = folder.url.appending(path: "orders")
        try Data("{}".utf8).write(to: orders.appending(path: "1.order"))
        try Data("{}".utf8).write(to: orders.appending(path: "note.txt"))

        _ = try await box.serve { order in
            Issue.record("\(order) was obeyed")
            return FaultReceipt(begunAt: 0, doneAt: 0)
        }

        #expect(try FileManager.default.contentsOfDirectory(atPath: orders.path) == ["note.txt"])
    }
}
