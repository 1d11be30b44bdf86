import LicenseStore
import Licensing
import Reactor
import Testing

extension OnRegions {
    @Suite("Deleting and reviving contents")
    struct ContentDeletionTests {
        /// A content with one key, and the lookup that a license request makes for it.
        private struct Subject {
            let store: Store
            let content: StoredContent
            let lookup: KeyLookup

            init(_ store: Store, on loop: isolated EventLoop) async throws {
                self.store = store
                let site = try await store.newSite(on: loop)
                let name = try ContentName("film")
                try await store.create([Sample.key()], as: name, of: site, on: loop)
                content = try #require(try await store.reader.content(name, of: site, on: loop))
                lookup = KeyLookup(store.database, within: Store.limit)
            }

            func licensed(on loop: isolated EventLoop) async throws -> [StoredContentKey] {
                try await lookup.rows(of: content.keys.map(\.keyID), on: loop).map(\.key)
            }

            func listed(on loop: isolated EventLoop) async throws -> [ContentName] {
                try await store.reader.contents(of: content.site, after: "", count: 10, on: loop).map(\.name)
            }

            func current(on loop: isolated EventLoop) async throws -> StoredContent? {
                try await store.reader.content(content.name, of: content.site, on: loop)
            }
        }

        @Test("a deleted content is neither licensed nor listed, and stays readable with its keys")
        func deleted() async throws {
            try await withStores { stores, loop in
                let subject = try await Subject(stores.primary, on: loop)
                #expect(try await subject.licensed(on: loop) == subject.content.keys)
                #expect(try await subject.listed(on: loop) == [subject.content.name])

                #expect(try await subject.store.ledger.delete(subject.content, on: loop))

                #expect(try await subject.licensed(on: loop) == [])
                #expect(try await subject.listed(on: loop) == [])
                let kept = try await subject.current(on: loop)
                #expect(kept?.isDeleted == true)
                #expect(kept?.keys == subject.content.keys)
            }
        }

        @Test("a second deletion, and a revival of what is not deleted, say that there was nothing to do")
        func nothingToDo() async throws {
            try await withStores { stores, loop in
                let subject = try await Subject(stores.primary, on: loop)

                #expect(try await !subject.store.ledger.revive(subject.content, on: loop))
                #expect(try await subject.store.ledger.delete(subject.content, on: loop))
                #expect(try await !subject.store.ledger.delete(subject.content, on: loop))
            }
        }

        @Test("the same name stays taken after a deletion")
        func nameStaysTaken() async throws {
            try await withStores { stores, loop in
                let subject = try await Subject(stores.primary, on: loop)
                _ = try await subject.store.ledger.delete(subject.content, on: loop)

                let again = try await subject.store.create(
                    [Sample.key()], digest: 2, as: subject.content.name, of: subject.content.site, on: loop)

                #expect(again == nil)
                #expect(try await subject.current(on: loop)?.keys == subject.content.keys)
            }
        }

        @Test("a revival under the same digest brings the same keys back, in the license lookup too")
        func revived() async throws {
            try await withStores { stores, loop in
                let subject = try await Subject(stores.primary, on: loop)
                _ = try await subject.store.ledger.delete(subject.content, on: loop)

                #expect(try await subject.store.ledger.revive(subject.content, on: loop))

                #expect(try await subject.current(on: loop)?.isDeleted == false)
                #expect(try await subject.licensed(on: loop) == subject.content.keys)
                #expect(try await subject.listed(on: loop) == [subject.content.name])
            }
        }
    }
}
