import Foundation
import LocalRegions
import Testing

@Suite("Faults")
struct FaultTests {
    @Test("every fault has its row in docs/local-regions.md", arguments: Fault.allCases)
    func isDocumented(fault: Fault) throws {
        let file = URL(fileURLWithPath: #filePath).appending(path: "../../../../docs/local-regions.md").standardized
        let text = try String(contentsOf: file, encoding: .utf8)
        let place =
            switch fault.target {
            case .region: "region"
            case .vantage: "vantage"
            case .nameServer: "–"
            }

        #expect(text.contains("| `\(fault.rawValue)` | \(place) |"))
    }
}
