import Bytes
package import Cryptography

extension TLSContext {
    /// A server with one certificate and a ticket key of its own, on a clock that stands still.
    package convenience init(
        certificateChainFile: String, privateKeyFile: String, protocols: [ApplicationProtocol] = [.http2, .http1]
    ) throws(TLSFailure) {
        let start = Timestamp(seconds: 0)
        let files = CertificateFiles(chain: certificateChainFile, privateKey: privateKeyFile)
        let key = try? TicketKey(random: start)
        try self.init(
            TLSServerSettings(
                certificates: [ServerCertificate(files, at: start)], protocols: protocols,
                tickets: TicketKeyRing([key].compactMap(\.self)), clock: { start }))
    }
}
