import Foundation
import LocalRegions
import TestSupport
import Testing

extension Scenarios {
    @Test(
        "pywidevine gets exactly the keys put in, in both regions, and a device of another root gets none",
        .enabled(if: PyWidevine.isInstalled, "\(TestPeers.advice)"))
    func widevine() async throws {
        try await withTwoRegions { regions in
            let files = try await WidevineFiles.make("widevine", in: regions)
            try await regions.configure(files.settings)

            var orders: [PyWidevine.Order] = []
            var expected: [PyWidevine.Outcome] = []
            for count in [1, 2, 3, 16, 63, 64] {
                let keys = try await regions.create("keys-\(count)", keys: count)
                let outcome = PyWidevine.Outcome(
                    keys: Dictionary(uniqueKeysWithValues: keys.map { ($0.keyId.lowercased(), $0.key) }))
                for region in regions.regions {
                    let all = try await regions.orders("keys-\(count)", keys, at: region, files)
                    // The ends in every way there is, and each count between them in one.
                    for order in [1, 64].contains(count) ? all : [all[count % all.count]] {
                        orders.append(order)
                        expected.append(outcome)
                    }
                }
            }
            let strangers = try await WidevineFiles.make("strangers", in: regions)
            for order in orders.prefix(2) {
                var order = order
                order.device = strangers.devices[0].path
                orders.append(order)
                expected.append(PyWidevine.Outcome(status: 403, error: 1))
            }
            let outcomes = try await PyWidevine.play(orders)

            #expect(orders.count == 58)
            for (order, (outcome, expected)) in zip(orders, zip(outcomes, expected)) {
                #expect(outcome == expected, "\(order.type), \(order.private), \(order.device), \(order.url)")
            }
        }
    }
}

extension TwoRegions {
    fileprivate struct Wish: Encodable {
        struct Track: Encodable {
            var type: String
            var scheme = "cenc"
            var cryptoPeriod: Int
        }

        var tracks: [Track]
    }

    /// Creates a content of so many keys in Seoul, and returns them.
    fileprivate func create(_ content: String, keys count: Int) async throws -> [PackagerAPI.Key] {
        let types = ["AUDIO", "SD", "HD", "UHD1", "UHD2"]
        let tracks = (0..<count).map { Wish.Track(type: types[$0 % 5], cryptoPeriod: $0 / 5) }
        let url = site.packager.url(of: content, at: seoul.endpoints)
        let request = try WebRequest("PUT", url, bearer: site.packager.apiKey, json: Wish(tracks: tracks))
        return try await client.answer(request).expecting(201).decode(PackagerAPI.Content.self).tracks
    }

    /// Every kind of request that one device or the other makes.
    fileprivate func orders(
        _ content: String, _ keys: [PackagerAPI.Key], at region: Region, _ files: WidevineFiles
    ) async throws -> [PyWidevine.Order] {
        let token = try await site.token(for: content)
        return ["STREAMING", "OFFLINE", "AUTOMATIC"].flatMap { type in
            [false, true].flatMap { isPrivate in
                files.devices.map { device in
                    PyWidevine.Order(
                        url: region.endpoints.secure.appending(path: "v1/licenses/widevine"), token: token,
                        authority: authority.anchorFile, device: device, root: files.root,
                        keyIDs: keys.map(\.keyId), type: type, isPrivate: isPrivate)
                }
            }
        }
    }
}
