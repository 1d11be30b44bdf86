/// Which certificates stand for the same host: those of the same names, one for each type of key.
enum CertificateGroups {
    /// The groups in the order of their first certificates.
    ///
    /// So a P-256 and an RSA certificate of one name become one choice, which the client's signature algorithms decide,
    /// and certificates of other names are chosen between by the name that the client wants.
    static func of(_ certificates: [ServerCertificate]) -> [[ServerCertificate]] {
        var groups: [[ServerCertificate]] = []
        for certificate in certificates {
            let place = groups.firstIndex { group in
                Set(group[0].names) == Set(certificate.names)
                    && !group.contains { $0.keyType == certificate.keyType }
            }
            if let place { groups[place].append(certificate) } else { groups.append([certificate]) }
        }
        return groups
    }
}
