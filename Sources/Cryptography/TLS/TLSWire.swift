internal import COpenSSL

/// The way of ciphertext between OpenSSL and the bytes that a caller has at hand (BIO_meth_new(3)).
///
/// OpenSSL reads straight from what a socket gave and writes straight into what a socket will take: one wire serves all
/// sessions of a loop, and holds nothing between two calls. So a session keeps no buffer of its own.
@safe package final class TLSWire {
    /// What one call lends; OpenSSL's callbacks find it behind the BIO.
    @safe struct Loan {
        var input: UnsafePointer<UInt8>?
        var inputCount = 0
        var output: [UInt8] = []

        mutating func lend(_ bytes: UnsafeBufferPointer<UInt8>?) {
            unsafe input = unsafe bytes?.baseAddress
            inputCount = unsafe bytes?.count ?? 0
        }
    }

    private let loan: UnsafeMutablePointer<Loan>  // owned

    package init() {
        unsafe loan = .allocate(capacity: 1)
        unsafe loan.initialize(to: Loan())
    }

    deinit {
        unsafe loan.deinitialize(count: 1)
        unsafe loan.deallocate()
    }

    /// A new `BIO` onto this wire, which the caller owns and which must not outlive the wire.
    func makeBIO() throws(TLSFailure) -> OpaquePointer {
        guard let bio = unsafe BIO_new(Self.method) else { throw .unusableSetting(reason: ErrorQueue.drain()) }
        unsafe BIO_set_data(bio, loan)
        unsafe BIO_set_init(bio, 1)
        return unsafe bio
    }

    /// Lends OpenSSL `input` to read from and the end of `output` to write to while `body` runs.
    func lend<R, E: Error>(
        _ input: Span<UInt8>, _ output: inout [UInt8], _ body: () throws(E) -> R
    ) throws(E) -> R {
        try unsafe input.withUnsafeBufferPointer { (bytes) throws(E) in
            unsafe loan.pointee.lend(bytes)
            unsafe swap(&loan.pointee.output, &output)
            defer {
                unsafe swap(&loan.pointee.output, &output)
                unsafe loan.pointee.lend(nil)
            }
            return try body()
        }
    }

    /// Unsafe, because nothing changes it after this, and OpenSSL shares it freely.
    nonisolated(unsafe) private static let method: OpaquePointer? = {
        let method = unsafe BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "evergrant")
        unsafe BIO_meth_set_read_ex(method, readFromLoan)
        unsafe BIO_meth_set_write_ex(method, writeToLoan)
        unsafe BIO_meth_set_ctrl(method, control)
        return unsafe method
    }()
}

/// What tells OpenSSL that nothing failed and more will come; BIO_FLAGS_RWS is a macro over macros.
private let retryFlags = BIO_FLAGS_READ | BIO_FLAGS_WRITE | BIO_FLAGS_IO_SPECIAL | BIO_FLAGS_SHOULD_RETRY

private let readFromLoan:
    @convention(c) (OpaquePointer?, UnsafeMutablePointer<CChar>?, Int, UnsafeMutablePointer<Int>?) -> CInt = {
        bio, place, room, count in
        guard let loan = unsafe BIO_get_data(bio)?.assumingMemoryBound(to: TLSWire.Loan.self), let place = unsafe place
        else { return 0 }
        unsafe BIO_clear_flags(bio, retryFlags)
        let taken = unsafe min(room, loan.pointee.inputCount)
        guard taken > 0, let input = unsafe loan.pointee.input else {
            unsafe BIO_set_flags(bio, BIO_FLAGS_READ | BIO_FLAGS_SHOULD_RETRY)
            return 0
        }
        unsafe UnsafeMutableRawPointer(place).copyMemory(from: input, byteCount: taken)
        unsafe loan.pointee.input = unsafe input + taken
        unsafe loan.pointee.inputCount -= taken
        unsafe count?.pointee = taken
        return 1
    }

private let writeToLoan:
    @convention(c) (OpaquePointer?, UnsafePointer<CChar>?, Int, UnsafeMutablePointer<Int>?) -> CInt = {
        bio, bytes, byteCount, count in
        guard let loan = unsafe BIO_get_data(bio)?.assumingMemoryBound(to: TLSWire.Loan.self) else { return 0 }
        unsafe BIO_clear_flags(bio, retryFlags)
        unsafe loan.pointee.output.append(contentsOf: UnsafeRawBufferPointer(start: bytes, count: byteCount))
        unsafe count?.pointee = byteCount
        return 1
    }

/// Nothing waits here, so a flush is done at once; whatever else is asked is answered with "no".
private let control: @convention(c) (OpaquePointer?, CInt, Int, UnsafeMutableRawPointer?) -> Int = { _, request, _, _ in
    request == BIO_CTRL_FLUSH ? 1 : 0
}
