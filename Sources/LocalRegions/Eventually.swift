/// Asks until the answer is yes: facts of other processes send no event that we could wait for.
///
/// - Parameters:
///   - fact: What is waited for, as words that complete "Not within 5 seconds: …".
///   - limit: When to give up, from now.
///   - pause: Between two questions; short, so that measured times are honest.
///   - holds: The question. What it throws counts as "not yet", unless it says that waiting is in vain.
package func eventually(
    _ fact: String,
    within limit: Duration,
    every pause: Duration = .milliseconds(25),
    _ holds: () async throws -> Bool
) async throws {
    let deadline = ContinuousClock.now + limit
    var lastSeen = "no answer yet"
    repeat {
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
        try await Task.sleep(for: pause)
    } while ContinuousClock.now < deadline
    throw LocalRegionsFailure.neverHappened(fact: fact, limit: limit, lastSeen: lastSeen)
}
