/// When to try to connect again: at once after a talk that worked, later and later while nobody listens.
///
/// Connecting on one machine is cheap, so a program that was started again is found within two seconds.
struct Redial: Equatable {
    private var failures = 0
    private var due: Duration = .zero

    func mayTry(at now: Duration) -> Bool { now >= due }

    mutating func succeeded() { self = Redial() }

    mutating func failed(at now: Duration) {
        failures = min(failures + 1, 16)  // 2^15 × 50 ms is far above the longest delay.
        due = now + min(DeviceKeyLimits.redialDelayMax, DeviceKeyLimits.redialDelay * (1 << (failures - 1)))
    }
}
