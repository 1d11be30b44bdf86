import Glibc
import TestSupport
import Testing

@testable import HTTPWire

@Suite("Memory of HTTP/2 sessions")
struct HTTP2MemoryTests {
    private static let sizes = [0, 1, 15, 16, 17, 511, 512, 513, 4_096, 16_383, 16_384, 16_394, 100_000]

    /// A block, and what all of its bytes are to be.
    private struct Block {
        var start: UnsafeMutableRawPointer
        var count: Int
        var fill: UInt8

        func write() { start.initializeMemory(as: UInt8.self, repeating: fill, count: count) }

        func holds(_ count: Int) -> Bool {
            UnsafeRawBufferPointer(start: start, count: count).allSatisfy { $0 == fill }
        }
    }

    @Test("a block keeps what was written into it, whatever is asked for and given back meanwhile")
    func blocksDoNotOverlap() throws {
        let memory = HTTP2Memory()
        var random = SeededGenerator(seed: 2)
        var blocks: [Block] = []

        for step in 0..<20_000 {
            let count = try #require(Self.sizes.randomElement(using: &random))
            var block: Block
            if blocks.count < 300 {
                let start = step.isMultiple(of: 2) ? memory.allocate(count) : zeroed(count, memory)
                block = Block(start: try #require(start), count: count, fill: 0)
            } else {
                block = blocks.remove(at: Int.random(in: blocks.indices, using: &random))
                try #require(block.holds(block.count))
                guard step.isMultiple(of: 3) else {
                    memory.free(block.start)
                    continue
                }
                block.start = try #require(memory.reallocate(block.start, count))
                try #require(block.holds(min(count, block.count)))
            }
            (block.count, block.fill) = (count, UInt8(truncatingIfNeeded: step))
            block.write()
            blocks.append(block)
        }

        #expect(blocks.allSatisfy { $0.holds($0.count) && UInt(bitPattern: $0.start).isMultiple(of: 16) })
        for block in blocks { memory.free(block.start) }
    }

    private func zeroed(_ count: Int, _ memory: HTTP2Memory) -> UnsafeMutableRawPointer? {
        guard let start = memory.allocateZeroed(1, count) else { return nil }
        return Block(start: start, count: count, fill: 0).holds(count) ? start : nil
    }

    @Test("what cannot be counted is not allocated", arguments: [(Int.max, 2), (1, Int.max), (Int.max / 2, 2)])
    func refusesOverflow(count: Int, size: Int) {
        #expect(HTTP2Memory().allocateZeroed(count, size) == nil)
    }

    @Test("of the block that frames are built in, only the page that is written costs memory")
    func largeBlocksHavePages() throws {
        let memory = HTTP2Memory()
        let block = try #require(memory.allocate(16_394))

        block.initializeMemory(as: UInt8.self, repeating: 1, count: 500)

        let start = UnsafeMutableRawPointer(bitPattern: UInt(bitPattern: block) & ~4_095)
        var isResident = [UInt8](repeating: 0, count: 5)
        try #require(mincore(start, 5 * 4_096, &isResident) == 0)
        #expect(isResident.map { $0 & 1 } == [1, 0, 0, 0, 0])
        memory.free(block)
    }
}
