/// What another vantage may cost us, although it knows the secret: it may be wrong, or of another version.
enum VantageLimits {
    static let nameBytes = 32
    /// A report of 64 testimonies has about 9 KiB.
    static let reportBytes = 32_768
    /// Two regions, two intervals, and the confirming probes between.
    static let testimonies = 64
    /// A message that may have been on its way longer is not news but history.
    static let delayMax: Duration = .seconds(2)
    /// Milliseconds that a testimony may be old, so that arithmetic stays far from its ends: a day.
    static let ageMillisecondsMax: Int64 = 86_400_000
    /// Milliseconds that a stamp may have been held: a year.
    static let heldMillisecondsMax: Int64 = 31_622_400_000
    /// Bytes of a stamp: 16 digits, a point and 19 digits.
    static let stampBytes = 40
    /// For one exchange, connecting included.
    static let connect: Duration = .seconds(2)
    static let answer: Duration = .seconds(2)
}
