import Glibc

/// Which parser this process fuzzes; one program serves all, for they share most of what takes long to build.
private let driver: Driver = {
    guard let name = getenv("EVERGRANT_FUZZ").flatMap({ String(validatingCString: $0) }),
        let driver = Driver(rawValue: name)
    else {
        print("EVERGRANT_FUZZ names the parser: \(Driver.allCases.map(\.rawValue).joined(separator: ", "))")
        exit(64)
    }
    return driver
}()

/// What libFuzzer calls with each input; a trap or an abort is a finding.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    do {
        _ = try driver.feed(Array(UnsafeBufferPointer(start: start, count: count)))
    } catch {
        print("broken promise of \(driver.rawValue): \(error)")
        fflush(nil)
        abort()
    }
    return 0
}
