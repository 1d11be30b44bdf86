import HTTPServer
import Reactor

/// `Forwarded` and `X-Forwarded-For`, a field a line: whatever a client makes up, what our proxy adds decides.
func feedForwarded(_ input: [UInt8]) throws(BrokenPromise) -> Reading {
    guard let peer = IPAddress("10.0.0.1"), let range = AddressRange("10.0.0.0/8") else { return .refused }
    var reading = Reading.refused
    let lines = input.split(separator: 0x0A, omittingEmptySubsequences: false)
    for (custom, added) in [(ProxyTrust.Custom.forwarded, "for=192.0.2.1"), (.xForwardedFor, "192.0.2.1")] {
        let trust = ProxyTrust(peers: [range], custom: custom)
        let claimed = ForwardedPath.client(of: peer, through: lines, trusting: trust)
        if claimed != peer { reading = .read }
        let onSameLine = Array(lines.dropLast()) + [(lines.last ?? []) + Array(", \(added)".utf8)]
        for lines in [onSameLine, lines + [Array(added.utf8)[...]]] {
            let client = ForwardedPath.client(of: peer, through: lines, trusting: trust)
            try promise(client.description == "192.0.2.1", "nothing a client makes up is reached")
        }
    }
    return reading
}
