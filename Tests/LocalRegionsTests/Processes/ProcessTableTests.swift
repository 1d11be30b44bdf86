import Foundation
import LocalRegions
import Testing

@Suite("Process table")
struct ProcessTableTests {
    @Test("a process whose first thread has ended is alive as long as another one is")
    func threadsOutliveTheFirst() async throws {
        let folder = try TemporaryDirectory()
        let program = """
            import ctypes, threading, time
            threading.Thread(target=time.sleep, args=(60,)).start()
            ctypes.CDLL(None).pthread_exit(None)
            """
        let child = try await ChildProcess.start(
            Command("python3", ["-c", program]), name: "a program of two threads",
            log: folder.url.appending(path: "log"))

        try await eventually("the first thread has ended", within: .seconds(20)) {
            try String(contentsOfFile: "/proc/\(child.processID)/stat", encoding: .utf8).contains(") Z ")
        }
        #expect(ProcessTable.isAlive(child.processID))

        child.send(SIGKILL)
        try await eventually("the whole process has ended", within: .seconds(5)) {
            !ProcessTable.isAlive(child.processID)
        }
        folder.remove()
    }
}
