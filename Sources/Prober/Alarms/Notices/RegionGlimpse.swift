internal import Bytes

/// How one region looks, in the words of a notice.
package struct RegionGlimpse: Equatable, Sendable {
    package enum Standing: Equatable, Sendable {
        case healthy
        /// With the reason in a few words: `answers 503`, `does not answer`.
        case failing(String)
        /// Nobody has seen it lately.
        case unknown
    }

    package let name: String
    package let standing: Standing
    /// For how long without a break; nil when that is not known.
    package let lasting: Duration?

    package init(name: String, standing: Standing, lasting: Duration?) {
        self.name = name
        self.standing = standing
        self.lasting = lasting
    }

    /// One sentence, like “seoul fails, for 3 min 5 s now: answers 503.”.
    var sentence: String {
        switch standing {
        case .healthy: "\(name) is healthy\(ago)."
        case .failing(let reason): "\(name) fails\(ago): \(reason)."
        case .unknown: "\(name) has not been seen lately."
        }
    }

    private var ago: String { lasting.map { ", for \($0.words) now" } ?? "" }
}

extension Duration {
    /// `3 min 5 s`, `45 s`, `2 h 10 min`: for people, so never finer than a second.
    var words: String {
        let seconds = max(0, components.seconds)
        switch seconds {
        case ..<60: return "\(seconds) s"
        case ..<3600: return seconds % 60 == 0 ? "\(seconds / 60) min" : "\(seconds / 60) min \(seconds % 60) s"
        default: return "\(seconds / 3600) h \(seconds / 60 % 60) min"
        }
    }
}
