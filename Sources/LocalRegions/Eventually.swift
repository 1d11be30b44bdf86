/// Asks until the answer is yes: facts of other processes send no event that we could wait for.
///
/// - Parameters:
///   - fact: What is waited for, as words that complete "Not within 5 seconds: …".
///   - limit: When to give up. What a pause took longer than it should is not counted: on a machine that stood still
///     those who are waited for did nothing either, so a limit means as many questions on a slow machine as on a fast
///     one.
///   - pause: Between two questions; short, so that measured times are honest.
///   - holds: The question. What it throws counts as "not yet", unless it says that waiting is in vain.
package func eventually(
    _ fact: String,
    within limit: Duration,
    every pause: Duration = .milliseconds(25),
    _ holds: () async throws -> Bool
) async throws {
    let clock = ContinuousClock()
    var spent = Duration.zero
    var lastSeen = "no answer yet"
    repeat {
        let asked = clock.now
        do {
            if try await holds() { return }
            lastSeen = "it does not hold"
        } catch let error as CancellationError {
            throw error
        } catch let failure as LocalRegionsFailure where failure.isFinal {
            throw failure
        } catch {
            lastSeen = "\(error)"
        }
        spent += clock.now - asked + pause
        try await Task.sleep(for: pause)
    } while spent < limit
    throw LocalRegionsFailure.neverHappened(fact: fact, limit: limit, lastSeen: lastSeen)
}
