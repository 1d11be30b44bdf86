extension OutputSpan<UInt8> {
    @inline(__always)
    mutating func append(_ text: StaticString) {
        unsafe append(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// Nothing is smaller than 0 here.
    @inline(__always)
    mutating func append(decimal number: Int) {
        let digitsMax = 20
        unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: digitsMax) { digits in
            var (rest, first) = (UInt(bitPattern: number), digitsMax)
            repeat {
                first &-= 1
                unsafe digits[first] = UInt8(truncatingIfNeeded: 0x30 &+ rest % 10)
                rest /= 10
            } while rest > 0
            unsafe append(UnsafeBufferPointer(rebasing: digits[first...]))
        }
    }

    @inline(__always)
    mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
        unsafe withUnsafeMutableBufferPointer { all, count in
            precondition(bytes.count <= all.count - count, "room was made for all that is written")
            guard let source = bytes.baseAddress, let target = all.baseAddress else { return }
            unsafe (target + count).update(from: source, count: bytes.count)
            count += bytes.count
        }
    }
}
