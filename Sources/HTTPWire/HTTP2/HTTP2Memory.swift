internal import CNGHTTP2
internal import Glibc

/// The memory of nghttp2's sessions on one loop, which has ways of its own for two kinds of block.
///
/// The small ones of each request lie in lists by size: `malloc` keeps seven of a size at hand, and the streams of one
/// read are more. The large one of each session, of which nghttp2 writes a few hundred bytes and reserves 16 KiB,
/// has pages of its own: `malloc` would put it where a handshake's buffers have just been, all of it resident for good.
@safe final class HTTP2Memory {
    /// Before each block: how many bytes it has, and nothing, for blocks are aligned as `malloc` aligns.
    private static let headBytes = 16
    /// Blocks up to here have lists; sizes are rounded up to what `malloc` aligns to.
    private static let smallBytes = 512
    private static let step = 16
    /// How many blocks a list keeps: more than the streams of one connection.
    private static let listedMax = 128
    /// Blocks from here on have pages.
    private static let largeBytes = 16_384
    private static let pageBytes = 4_096

    @safe private struct FreeList {
        var first: UnsafeMutableRawPointer?
        var count = 0
    }

    private let lists: UnsafeMutablePointer<FreeList>  // owned
    private static let listCount = smallBytes / step + 1

    init() {
        unsafe lists = .allocate(capacity: Self.listCount)
        unsafe lists.initialize(repeating: FreeList(), count: Self.listCount)
    }

    deinit {
        for index in 0..<Self.listCount {
            while let block = unsafe take(from: index) { unsafe Glibc.free(block - Self.headBytes) }
        }
        unsafe lists.deallocate()
    }

    /// How nghttp2 finds its way here; the sessions that were given it must not outlive this object.
    var functions: nghttp2_mem {
        unsafe nghttp2_mem(
            mem_user_data: Unmanaged.passUnretained(self).toOpaque(),
            malloc: { count, memory in unsafe HTTP2Memory.with(memory) { unsafe $0.allocate(count) } },
            free: { block, memory in unsafe HTTP2Memory.with(memory) { unsafe $0.free(block) } },
            calloc: { count, size, memory in
                unsafe HTTP2Memory.with(memory) { unsafe $0.allocateZeroed(count, size) }
            },
            realloc: { block, count, memory in
                unsafe HTTP2Memory.with(memory) { unsafe $0.reallocate(block, count) }
            })
    }

    private static func with<R>(_ memory: UnsafeMutableRawPointer?, _ body: (HTTP2Memory) -> R?) -> R? {
        guard let memory = unsafe memory else { return nil }
        return unsafe Unmanaged<HTTP2Memory>.fromOpaque(memory)._withUnsafeGuaranteedRef(body)
    }

    func allocate(_ count: Int) -> UnsafeMutableRawPointer? {
        if count <= Self.smallBytes {
            let index = max(1, (count + Self.step - 1) / Self.step)
            if let block = unsafe take(from: index) { return unsafe block }
            return unsafe begin(Glibc.malloc(Self.headBytes + index * Self.step), index * Self.step)
        }
        guard count < Int.max - Self.pageBytes - Self.headBytes else { return nil }
        guard count >= Self.largeBytes else { return unsafe begin(Glibc.malloc(Self.headBytes + count), count) }
        return unsafe allocatePages((Self.headBytes + count + Self.pageBytes - 1) / Self.pageBytes * Self.pageBytes)
    }

    private func allocatePages(_ whole: Int) -> UnsafeMutableRawPointer? {
        let pages = unsafe mmap(nil, whole, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
        guard unsafe pages != MAP_FAILED else { return nil }
        // Blocks of many sessions lie side by side, and as one huge page all of them would be resident. A kernel that
        // knows no huge pages says so here, and need not be asked.
        unsafe madvise(pages, whole, MADV_NOHUGEPAGE)
        return unsafe begin(pages, whole - Self.headBytes)
    }

    func allocateZeroed(_ count: Int, _ size: Int) -> UnsafeMutableRawPointer? {
        let (bytes, isTooMany) = count.multipliedReportingOverflow(by: size)
        guard !isTooMany, let block = unsafe allocate(bytes) else { return nil }
        unsafe block.initializeMemory(as: UInt8.self, repeating: 0, count: bytes)
        return unsafe block
    }

    func reallocate(_ block: UnsafeMutableRawPointer?, _ count: Int) -> UnsafeMutableRawPointer? {
        guard let block = unsafe block else { return unsafe allocate(count) }
        let held = unsafe Self.count(of: block)
        guard held < count else { return unsafe block }
        guard let larger = unsafe allocate(count) else { return nil }
        unsafe larger.copyMemory(from: block, byteCount: held)
        unsafe free(block)
        return unsafe larger
    }

    func free(_ block: UnsafeMutableRawPointer?) {
        guard let block = unsafe block else { return }
        let (count, start) = unsafe (Self.count(of: block), block - Self.headBytes)
        if count >= Self.largeBytes {
            unsafe munmap(start, Self.headBytes + count)
        } else if unsafe count > Self.smallBytes || lists[count / Self.step].count == Self.listedMax {
            unsafe Glibc.free(start)
        } else {
            unsafe put(block, into: count / Self.step)
        }
    }

    private func begin(_ start: UnsafeMutableRawPointer?, _ count: Int) -> UnsafeMutableRawPointer? {
        guard let start = unsafe start else { return nil }
        unsafe start.storeBytes(of: count, as: Int.self)
        return unsafe start + Self.headBytes
    }

    private static func count(of block: UnsafeMutableRawPointer) -> Int {
        unsafe (block - headBytes).load(as: Int.self)
    }

    private func take(from index: Int) -> UnsafeMutableRawPointer? {
        guard let block = unsafe lists[index].first else { return nil }
        unsafe lists[index].first = unsafe block.load(as: UnsafeMutableRawPointer?.self)
        unsafe lists[index].count -= 1
        return unsafe block
    }

    private func put(_ block: UnsafeMutableRawPointer, into index: Int) {
        unsafe block.storeBytes(of: lists[index].first, as: UnsafeMutableRawPointer?.self)
        unsafe lists[index] = unsafe FreeList(first: block, count: lists[index].count + 1)
    }
}
