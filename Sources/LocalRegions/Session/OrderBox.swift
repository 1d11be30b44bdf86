package import Foundation

/// A folder through which another process gives orders to a session: a file for each order, and one for its receipt.
///
/// Files and no socket: they need no port, no framing and no address in a network that a fault may have cut.
package struct OrderBox: Sendable {
    private let folder: URL

    private static let orderEnding = "order"
    private static let receiptEnding = "receipt"

    /// - Parameter state: The session's folder.
    package init(in state: URL) { folder = state.appending(path: "orders", directoryHint: .isDirectory) }

    /// Empties the box, for a session that begins.
    func open() throws {
        try? FileManager.default.removeItem(at: folder)
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }

    func close() { try? FileManager.default.removeItem(at: folder) }

    /// Gives an order and returns what became of it.
    package func send(_ order: FaultOrder, within limit: Duration = .seconds(120)) async throws -> FaultReceipt {
        // In the order of time, so that two orders of one program are carried out as given.
        let name = "\(Int64(Date().timeIntervalSince1970 * 1e6))-\(UInt32.random(in: .min ... .max))"
        let receipt = folder.appending(path: "\(name).\(Self.receiptEnding)")
        try JSONEncoder().encode(order).write(
            to: folder.appending(path: "\(name).\(Self.orderEnding)"), options: .atomic)
        try await eventually("the session has answered", within: limit, every: .milliseconds(10)) {
            FileManager.default.fileExists(atPath: receipt.path)
        }
        return try JSONDecoder().decode(FaultReceipt.self, from: Data(contentsOf: receipt))
    }

    /// Carries out what lies in the box, the oldest first, and says whether there was anything.
    func serve(_ obey: (FaultOrder) async -> FaultReceipt) async throws -> Bool {
        let orders = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .filter { $0.pathExtension == Self.orderEnding }.sorted { $0.lastPathComponent < $1.lastPathComponent }
        for file in orders {
            let order = try? JSONDecoder().decode(FaultOrder.self, from: Data(contentsOf: file))
            try FileManager.default.removeItem(at: file)
            guard let order else { continue }
            let receipt = file.deletingPathExtension().appendingPathExtension(Self.receiptEnding)
            try JSONEncoder().encode(await obey(order)).write(to: receipt, options: .atomic)
        }
        return !orders.isEmpty
    }
}
