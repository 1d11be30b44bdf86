import Foundation
import Reactor
import Testing

@Suite("What this process has been given")
struct ThisProcessTests {
    @Test("the environment has every variable, also an empty one, with its whole value")
    func readsEnvironment() {
        setenv("EVERGRANT_TEST_EMPTY", "", 1)
        setenv("EVERGRANT_TEST_EQUALS", "a=b=c", 1)

        let environment = ThisProcess.environment

        #expect(environment["EVERGRANT_TEST_EMPTY"] == "")
        #expect(environment["EVERGRANT_TEST_EQUALS"] == "a=b=c")
        #expect(environment["PATH"] == ProcessInfo.processInfo.environment["PATH"])
    }
}
