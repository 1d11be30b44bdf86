internal import CNGHTTP2

/// Fields in the form nghttp2 reads, all in one array of bytes; nghttp2 copies what it keeps.
struct HeaderList {
    private var bytes: [UInt8] = []
    private var lengths: [(name: Int, value: Int)] = []

    init(_ fields: [Field]) {
        for field in fields {
            bytes.append(contentsOf: field.name.utf8)
            bytes.append(contentsOf: field.value.utf8)
            lengths.append((field.name.utf8.count, field.value.utf8.count))
        }
    }

    func withFields(_ body: (UnsafePointer<nghttp2_nv>?, Int) -> Void) {
        var bytes = bytes
        unsafe bytes.withUnsafeMutableBufferPointer { all in
            guard var next = all.baseAddress else { return }
            var fields: [nghttp2_nv] = unsafe []
            for length in lengths {
                unsafe fields.append(
                    nghttp2_nv(
                        name: next, value: next + length.name, namelen: length.name, valuelen: length.value,
                        flags: UInt8(NGHTTP2_NV_FLAG_NONE.rawValue)))
                unsafe next += length.name + length.value
            }
            unsafe fields.withUnsafeBufferPointer { unsafe body($0.baseAddress, $0.count) }
        }
    }
}
