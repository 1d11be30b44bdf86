internal import Bytes
internal import Daemon

extension MetricsPage {
    /// When certificates and shared ticket keys end, in seconds since 1970.
    func writeTLS(to page: inout String) {
        let certificates = tls.flatMap { standing in
            // Two certificates may have one name, so each has its place too.
            standing.certificates.enumerated().map { place, certificate in
                (
                    "listener=\"\(standing.listener)\",place=\"\(place)\",certificate=\"\(certificate.name)\"",
                    certificate.expiry.seconds
                )
            }
        }
        write(&page, "evergrant_certificate_expiry_seconds", "When a certificate ends, since 1970.", certificates)
        let tickets = tls.compactMap { standing in
            standing.sharedTicketsEnd.map { ("listener=\"\(standing.listener)\"", $0.seconds) }
        }
        write(&page, "evergrant_ticket_keys_expiry_seconds", "When shared ticket keys end, since 1970.", tickets)
    }

    private func write(
        _ page: inout String, _ name: String, _ help: String, _ samples: [(labels: String, value: Int64)]
    ) {
        guard !samples.isEmpty else { return }
        page += "# TYPE \(name) gauge\n# HELP \(name) \(help)\n"
        for sample in samples { page += "\(name){region=\"\(region)\",\(sample.labels)} \(sample.value)\n" }
    }
}
