import Daemon
import Testing

@Suite("Bulletin")
struct BulletinTests {
    @Test("whoever waits is told, and whoever comes late finds what there is")
    func tells() async {
        let bulletin = Bulletin<String>()
        async let early = bulletin.next(after: 0)
        bulletin.publish("one")

        #expect(await early?.news == "one")
        #expect(await bulletin.next(after: 0)?.issue == 1)
    }

    @Test("only the newest is kept, and it is told once")
    func keepsNewest() async {
        let bulletin = Bulletin<Int>()
        for number in 1...5 { bulletin.publish(number * 10) }

        let first = await bulletin.next(after: 0)
        bulletin.close()

        #expect(first?.issue == 5)
        #expect(first?.news == 50)
        #expect(await bulletin.next(after: 5) == nil)
    }

    @Test("closing releases everybody who waits")
    func closes() async {
        let bulletin = Bulletin<Int>()
        async let one = bulletin.next(after: 0)
        async let other = bulletin.next(after: 3)
        bulletin.close()

        let (first, second) = await (one, other)
        #expect(first == nil)
        #expect(second == nil)
    }
}
