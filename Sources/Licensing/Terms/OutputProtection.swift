/// The least content protection on a digital output, weakest first.
package enum HDCPVersion: UInt8, Comparable, CaseIterable, Sendable {
    case v1, v2, v2_1, v2_2, v2_3
    /// No digital output at all.
    case noDigitalOutput

    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// What an analog output may do with the picture, laxest first; the first three are CGMS-A (IEC 61880).
package enum AnalogOutput: UInt8, Comparable, CaseIterable, Sendable {
    case copyFreely, copyOnce, copyNever
    /// No analog output at all.
    case forbidden

    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}
