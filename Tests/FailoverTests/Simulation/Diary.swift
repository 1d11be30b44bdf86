/// Everything the observer was told, and every move it made, in order: all that an oracle may look at.
struct Diary {
    enum Found: Equatable { case good, bad, nothing }

    struct Spoken: Equatable {
        var vantage: Int
        var main: Found
        var backup: Found
        /// On the observer's clock, as it was told.
        var started: Int
        var finished: Int
    }

    enum Line: Equatable {
        case heard(Spoken)
        case nothing
        case order(ScriptedOrder)
        case restarted(sameBoot: Bool)
    }

    struct Move: Equatable {
        /// Which line made the detector move the name.
        var line: Int
        var at: Int
        var toMain: Bool
    }

    var lines: [(at: Int, line: Line)] = []
    var moves: [Move] = []
    var refusals: [Int] = []
}
