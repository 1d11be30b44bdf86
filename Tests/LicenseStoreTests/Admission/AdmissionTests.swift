import Bytes
import LicenseStore
import Licensing
import LocalRegions
import Postgres
import Reactor
import Testing

extension OnRegions {
    @Suite("Admission")
    struct AdmissionTests {
        private func ask(
            _ site: SiteName, device: UInt8? = 1, max: Int = 2, token: String? = nil, end: Int64 = 4_000_000_000
        ) throws -> AdmissionAsk {
            let keyID = KeyID(1)
            let entitlement = Entitlement(content: nil, keys: [.init(keyID: keyID)], isForOneUse: token != nil)
            let claims = TokenClaims(
                audience: site, subject: "viewer-1", tokenID: token, expiresAt: Timestamp(seconds: end),
                entitlement: entitlement)
            let key = ContentKey(
                keyID: keyID, key: Secret(copying: Sample.bytes(16)), track: .sd, scheme: .cenc)
            let policy = LicensePolicy(devicesPerSubjectMax: device == nil ? nil : max)
            let license = try judge(
                LicenseRequest(
                    system: .widevine, keyIDs: [keyID],
                    device: device.map { Device(id: [UInt8](repeating: $0, count: 16)) }),
                by: claims, keys: [FoundKey(site: site, content: ContentName("m"), key: key)],
                policy: BoundingPolicy(policy), at: Timestamp(seconds: 1))
            let ask = AdmissionAsk(license)
            return try #require(ask)
        }

        @Test("a subject gets as many devices as the policy allows, and a known one always")
        func countsDevices() async throws {
            try await withStores { stores, loop in
                let (store, site) = (stores.primary, try await stores.primary.newSite(on: loop))
                let refused = Admittance.refused(.deviceLimitReached)
                let steps: [(device: UInt8, max: Int, expected: Admittance)] = [
                    (1, 2, .admitted), (2, 2, .admitted), (3, 2, refused), (1, 2, .admitted), (1, 1, .admitted),
                    (3, 3, .admitted),
                ]
                for step in steps {
                    let ask = try ask(site, device: step.device, max: step.max)
                    #expect(try await store.ledger.admit(ask, on: loop) == step.expected)
                }
                #expect(
                    try await store.reader.devices(of: "viewer-1", of: site, on: loop).map(\.id.first) == [1, 2, 3])
            }
        }

        @Test("another site's subject of the same name has devices of its own")
        func separatesSites() async throws {
            try await withStores { stores, loop in
                for _ in 0..<2 {
                    let site = try await stores.primary.newSite(on: loop)
                    for device in 1...2 as ClosedRange<UInt8> {
                        let ask = try ask(site, device: device)
                        #expect(try await stores.primary.ledger.admit(ask, on: loop) == .admitted)
                    }
                }
            }
        }

        @Test("forty devices that ask at once get exactly the room there is")
        func isExactUnderConcurrency() async throws {
            let pair = try RegionPair.current
            let loop = try EventLoop.start(named: "crowd")
            defer { loop.stop() }
            try await admitCrowd(pair, on: loop)
        }

        private func admitCrowd(_ pair: RegionPair, on loop: isolated EventLoop) async throws {
            let store = Store.open(pair.primary, connections: 8, on: loop)
            defer { store.close(on: loop) }
            let site = try await store.newSite(on: loop)
            let asks = try (1...40).map { try ask(site, device: $0, max: 5) }

            var admitted = 0
            for task in asks.map({ ask in Task { try await Self.admit(ask, store, on: loop) } }) {
                switch try await task.value {
                case .admitted: admitted += 1
                case .refused(.deviceLimitReached): break
                case .refused, .admittedUnchecked: Issue.record("no other answer was to be had")
                }
            }

            #expect(admitted == 5)
            #expect(try await store.reader.devices(of: "viewer-1", of: site, on: loop).count == 5)
        }

        private static func admit(
            _ ask: AdmissionAsk, _ store: Store, on loop: isolated EventLoop
        ) async throws -> Admittance {
            try await store.ledger.admit(ask, on: loop)
        }

        @Test("a token for one use is used once, and not at all when the device is refused")
        func usesTokensOnce() async throws {
            try await withStores { stores, loop in
                let (store, site) = (stores.primary, try await stores.primary.newSite(on: loop))
                let steps: [(token: String, device: UInt8?, expected: Admittance)] = [
                    ("a", nil, .admitted), ("a", nil, .refused(.tokenReplayed)), ("b", 1, .admitted),
                    ("c", 2, .refused(.deviceLimitReached)), ("c", 1, .admitted), ("c", 1, .refused(.tokenReplayed)),
                ]
                for step in steps {
                    let ask = try ask(site, device: step.device, max: 1, token: step.token)
                    #expect(try await store.ledger.admit(ask, on: loop) == step.expected)
                }
            }
        }

        @Test("uses whose tokens have ended are swept by the uses that follow")
        func sweeps() async throws {
            try await withStores { stores, loop in
                let (store, site) = (stores.primary, try await stores.primary.newSite(on: loop))
                let primary = try RegionPair.current.primary
                _ = try await primary.query(
                    """
                    INSERT INTO used_token (site, token_id, expires_at)
                    SELECT '\(site)', 'old-' || number, to_timestamp(number) FROM generate_series(1, 6) AS number
                    """)
                for token in ["new", "newer"] {
                    let ask = try ask(site, device: nil, token: token)
                    #expect(try await store.ledger.admit(ask, on: loop) == .admitted)
                }

                let count = try await primary.query("SELECT count(*) FROM used_token WHERE site = '\(site)'")
                #expect(count.hasPrefix("4"))
            }
        }

        @Test("the replica knows what has arrived, and cannot count anything in")
        func reachesReplica() async throws {
            try await withStores { stores, loop in
                let site = try await stores.primary.newSite(on: loop)
                let ask = try ask(site, device: 1, token: "t")
                _ = try await stores.primary.ledger.admit(ask, on: loop)

                let known = ReplicaAdmissions.Standing(isTokenUsed: true, isDeviceKnown: true, deviceCount: 1)
                try await eventually("the replica has it", within: Store.limit) {
                    try await stores.replica.reader.standing(of: ask, on: loop) == known
                }
                let other = try self.ask(site, device: 2, token: "u")
                #expect(
                    try await stores.replica.reader.standing(of: other, on: loop)
                        == ReplicaAdmissions.Standing(isTokenUsed: false, isDeviceKnown: false, deviceCount: 1))
                let error = await #expect(throws: DatabaseError.self) {
                    try await stores.replica.ledger.admit(other, on: loop)
                }
                #expect(error?.kind == .readOnly)
            }
        }

        @Test("a forgotten device makes room for another")
        func forgets() async throws {
            try await withStores { stores, loop in
                let (store, site) = (stores.primary, try await stores.primary.newSite(on: loop))
                let (first, second) = (try ask(site, device: 1, max: 1), try ask(site, device: 2, max: 1))
                _ = try await store.ledger.admit(first, on: loop)

                let id = [UInt8](repeating: 1, count: 16)
                #expect(try await store.ledger.forgetDevices(of: "viewer-1", [9], of: site, on: loop) == 0)
                #expect(try await store.ledger.forgetDevices(of: "viewer-1", id, of: site, on: loop) == 1)

                #expect(try await store.ledger.admit(second, on: loop) == .admitted)
                #expect(try await store.ledger.forgetDevices(of: "viewer-1", nil, of: site, on: loop) == 1)
            }
        }
    }
}
