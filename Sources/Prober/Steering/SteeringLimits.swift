/// How long an authority may take; all of it together is far less than a window, and no probe waits for any of it.
package struct SteeringLimits: Sendable {
    /// For one question.
    package var answer: Duration = .seconds(3)
    /// For one update.
    package var update: Duration = .seconds(6)
    /// How often a change that was taken is looked for again, and the pause before each look.
    package var readBacksMax = 5
    package var readBackPause: Duration = .milliseconds(200)

    package init() {}
}
