/// A column that is not what its query's decoding expects; it names the place and never the value.
package struct RowError: Error, Equatable, Sendable {
    package enum Problem: Equatable, Sendable {
        case noSuchColumn
        case unexpectedNull
        /// The server sends another type, named by its object identifier.
        case wrongType(identifier: UInt32)
        case wrongLength(Int)
        case invalidText
        /// The database holds a word that this version of the program does not know.
        case unknownValue
    }

    package let column: Int
    package let problem: Problem

    package init(column: Int, _ problem: Problem) {
        self.column = column
        self.problem = problem
    }
}

extension RowError: CustomStringConvertible {
    package var description: String { "column \(column): \(problem)" }
}
