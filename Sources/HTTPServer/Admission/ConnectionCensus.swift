package import Reactor

/// How many connections a process has, in all and from each address; one for all of its loops.
///
/// The kernel spreads one address's connections over all loops, so only a common count holds a limit. Its lock is taken
/// when a connection begins and when it ends, never for a request.
package final class ConnectionCensus: Sendable {
    package enum Verdict: Equatable, Sendable {
        case admitted
        /// The process has as many as it may.
        case full
        /// This address has as many as it may.
        case tooManyFromAddress
    }

    fileprivate struct Counts {
        var all = 0
        /// No entry without a connection, so never larger than the limit on all.
        var byAddress: [AddressBlock: Int] = [:]
        var refusedFull = 0
        var refusedAddress = 0
        var cutOff = 0
        var displaced = 0
    }

    private let allMax: Int
    private let perAddressMax: Int
    private let counts = Lock(Counts())

    package convenience init(_ limits: ServerLimits) {
        self.init(allMax: limits.connectionsMax, perAddressMax: limits.connectionsPerAddressMax)
    }

    package init(allMax: Int, perAddressMax: Int) {
        self.allMax = allMax
        self.perAddressMax = perAddressMax
    }

    /// How many connections there are, how many were refused for each reason, how many cut off for what they held, and
    /// how many had to make room for others.
    package var standing: (all: Int, refusedFull: Int, refusedAddress: Int, cutOff: Int, displaced: Int) {
        counts.withLock { ($0.all, $0.refusedFull, $0.refusedAddress, $0.cutOff, $0.displaced) }
    }

    /// Whether somebody would be admitted if only another left: one address cannot drive others out.
    func isOnlyFull(for address: IPAddress?) -> Bool {
        counts.withLock { counts in
            let own = address.map { counts.byAddress[AddressBlock(of: $0), default: 0] } ?? 0
            return counts.all >= allMax && own < perAddressMax
        }
    }

    /// Counts a connection in, if there is room for it; every one admitted must `leave`.
    ///
    /// - Parameter address: Nil for one that speaks for many, which only the limit on all applies to.
    package func admit(_ address: IPAddress?) -> Verdict {
        counts.withLock { counts in
            guard counts.all < allMax else {
                counts.refusedFull += 1
                return .full
            }
            if let address, !counts.take(AddressBlock(of: address), max: perAddressMax) { return .tooManyFromAddress }
            counts.all += 1
            return .admitted
        }
    }

    /// Counts a connection that was admitted without an address to the one it turns out to speak for.
    package func identify(_ address: IPAddress) -> Verdict {
        counts.withLock { $0.take(AddressBlock(of: address), max: perAddressMax) ? .admitted : .tooManyFromAddress }
    }

    /// A connection held more than there was room for, and was closed; it leaves like any other.
    func countCutOff() { counts.withLock { $0.cutOff += 1 } }

    /// A connection was closed to let another in; it leaves like any other.
    func countDisplaced() { counts.withLock { $0.displaced += 1 } }

    /// - Parameter address: The one it was counted by.
    package func leave(_ address: IPAddress?) {
        counts.withLock { counts in
            counts.all -= 1
            guard let block = address.map(AddressBlock.init(of:)), let count = counts.byAddress[block] else { return }
            counts.byAddress[block] = count > 1 ? count - 1 : nil
        }
    }
}

extension ConnectionCensus.Counts {
    fileprivate mutating func take(_ block: AddressBlock, max: Int) -> Bool {
        let count = byAddress[block, default: 0]
        guard count < max else {
            refusedAddress += 1
            return false
        }
        byAddress[block] = count + 1
        return true
    }
}
