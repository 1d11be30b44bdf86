/// What happened on a game day, as it was seen; all times count from its start.
package struct Record: Equatable, Sendable {
    package var licenses: [License] = []
    package var writes: [Write] = []
    package var name: [Pointing] = []
    package var alarms: [Alarm] = []
    package var steps: [StepTimes] = []
    package var end: Duration = .zero

    package init() {}

    /// One license that was asked for by name.
    package struct License: Equatable, Sendable {
        package enum Outcome: Equatable, Sendable {
            case served(by: String)
            case failed(String)
        }

        /// When it was due, whatever happened to those before it: a client that waits would hide the outage.
        package var due: Duration
        package var finished: Duration
        package var outcome: Outcome

        package init(due: Duration, finished: Duration, outcome: Outcome) {
            self.due = due
            self.finished = finished
            self.outcome = outcome
        }

        package var isServed: Bool {
            if case .served = outcome { true } else { false }
        }

        package func isServed(by region: String) -> Bool { outcome == .served(by: region) }
    }

    /// One content that a packager wanted to register.
    package struct Write: Equatable, Sendable {
        package enum Outcome: Equatable, Sendable {
            case acknowledged
            /// Refused clearly: nothing was promised.
            case refused(status: Int)
            /// No answer, or one that says neither: it may be there or not.
            case unknown(String)
        }

        package var content: String
        package var due: Duration
        package var outcome: Outcome
        /// Whether it was there in the end, with the keys that were acknowledged; nil when nobody could look.
        package var isFound: Bool?

        package init(content: String, due: Duration, outcome: Outcome, isFound: Bool? = nil) {
            self.content = content
            self.due = due
            self.outcome = outcome
            self.isFound = isFound
        }
    }

    /// From this moment the name server said this.
    package struct Pointing: Equatable, Sendable {
        package var at: Duration
        package var answer: String

        package init(at: Duration, answer: String) {
            self.at = at
            self.answer = answer
        }
    }

    /// A notification that came in.
    package struct Alarm: Equatable, Sendable {
        package var at: Duration
        package var id: String
        package var kind: String
        package var title: String

        package init(at: Duration, id: String, kind: String, title: String) {
            self.at = at
            self.id = id
            self.kind = kind
            self.title = title
        }
    }

    /// When a step of the plan did what.
    package struct StepTimes: Equatable, Sendable {
        package var began: Duration
        package var faulted: Duration?
        package var healed: Duration?
        package var ended: Duration
        /// A fault or heal command that did not do its work; then the step has shown nothing.
        package var complaint: String?

        package init(began: Duration, faulted: Duration?, healed: Duration?, ended: Duration, complaint: String? = nil)
        {
            self.began = began
            self.faulted = faulted
            self.healed = healed
            self.ended = ended
            self.complaint = complaint
        }
    }
}
