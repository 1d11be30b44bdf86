import Bytes
import Cryptography

extension TLSContext {
    /// A server on a clock that stands still unless a test moves it.
    convenience init(
        certificates: [CertificateFiles], profile: TLSProfile = .intermediate,
        tickets: TicketKeyRing = TicketKeyRing([]),
        clients: ClientAuthentication? = nil, at now: Timestamp = Timestamp(seconds: 1_800_000_000)
    ) throws {
        try self.init(
            TLSServerSettings(
                certificates: certificates.map { try ServerCertificate($0, at: now) }, profile: profile,
                tickets: tickets, clients: clients, clock: { now }))
    }
}
