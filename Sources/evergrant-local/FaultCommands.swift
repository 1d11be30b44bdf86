import ArgumentParser
import Foundation
import LocalRegions

extension Fault: ExpressibleByArgument {}

/// Sends one order to a session and says what became of it.
struct InjectFault: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fault",
        abstract: "Break something in a running session.",
        discussion: """
            Exits 0 once it is broken, and 1 when it could not be.

            \(Fault.allCases.map { "\($0.rawValue): \($0.explanation)" }.joined(separator: "\n"))
            """
    )

    @OptionGroup var order: OrderOptions

    func run() async throws { try await order.send(.inject) }
}

struct HealFault: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "heal",
        abstract: "Undo a fault in a running session.",
        discussion: "Exits 0 once it is mended, also when it was not broken, and 1 when it could not be."
    )

    @OptionGroup var order: OrderOptions

    func run() async throws { try await order.send(.heal) }
}

struct OrderOptions: ParsableArguments {
    @Argument(help: "What breaks.")
    var fault: Fault

    @Argument(help: "The region or the vantage that it breaks in; the name server needs none.")
    var target: String?

    @Option(help: ArgumentHelp("The folder that `up` was given.", valueName: "folder"))
    var state: String

    func send(_ action: FaultOrder.Action) async throws {
        let folder = URL(fileURLWithPath: state)
        let session = try SessionDescription.read(from: folder)
        guard ProcessTable.isAlive(session.processID) else {
            throw LocalRegionsFailure.notPossible("The session of \(state) has ended.")
        }
        let receipt = try await OrderBox(in: folder).send(FaultOrder(action, fault, at: target))
        if let failure = receipt.failure { throw LocalRegionsFailure.notPossible(failure) }
        say("\(action.rawValue) \(fault.rawValue)\(target.map { " \($0)" } ?? ""): done at \(receipt.doneAt)")
    }
}
