internal import Bytes
internal import Daemon
internal import Glibc
internal import Licensing

/// What a token says, explained; its signature is never repeated, and no key is.
package struct TokenInspection: Sendable {
    /// A line for each thing it says.
    package let lines: [String]
    /// What of it would not survive a failover.
    package let warnings: [String]
    /// Whether a server would take it now, as far as was checked.
    package let isAcceptable: Bool

    /// - Parameters:
    ///   - site: Nil takes the token's word for it.
    ///   - signing: The key to check it with, if at hand.
    package init(_ token: String, site: String?, signing: TokenSigning?, switchTime: Duration) throws {
        let now = Timestamp(seconds: Int64(time(nil)))
        let reading: TokenReading
        do {
            reading = try TokenReading(parsing: Array(token.utf8), site: try site.map { try SiteName($0) })
        } catch let refusal as TokenRefusal {
            throw CommandFailure.refused("no server takes this token: \(refusal)")
        } catch {
            throw CommandFailure.misconfigured("\(error)")
        }
        let verdict = try Self.verdict(reading, signing, at: now)
        lines = (reading.lines(at: now) + ["verdict    \(verdict.words)"]).map(\.asOneLine)
        warnings = reading.claims.warnings(surviving: switchTime, at: now).map { "warning: \($0)" }
        isAcceptable = verdict.isAcceptable
    }

    private static func verdict(
        _ reading: TokenReading, _ signing: TokenSigning?, at now: Timestamp
    ) throws -> (words: String, isAcceptable: Bool) {
        guard let signing else { return Self.verdict(unsigned: reading, at: now) }
        let verifier: TokenVerifier
        do {
            verifier = try TokenKeyPair(signing).verifier(for: reading.claims.audience, called: reading.keyName)
        } catch let failure as CommandFailure {
            throw failure
        } catch {
            throw CommandFailure.misconfigured("--key-file holds no key of that algorithm: \(error)")
        }
        do throws(TokenRefusal) {
            _ = try verifier.claims(of: reading.token, at: now)
            return ("signed by this key, and valid now", true)
        } catch {
            return ("REFUSED: \(error)", false)
        }
    }

    /// As far as can be seen without the key.
    private static func verdict(unsigned reading: TokenReading, at now: Timestamp) -> (
        words: String, isAcceptable: Bool
    ) {
        if reading.algorithm == nil { return ("REFUSED: \(TokenRefusal.algorithmMismatch)", false) }
        do throws(TokenRefusal) {
            try TokenVerifier.requireInTime(reading.claims, now)
            return ("signature not checked: give --key-file and --algorithm", true)
        } catch {
            return ("REFUSED: \(error)", false)
        }
    }
}

extension String {
    /// With what a terminal would obey, or take for the next line, written out: texts of a token are a stranger's.
    fileprivate var asOneLine: String {
        var line = ""
        for scalar in unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator: line += scalar.escaped(asASCII: true)
            default: line.unicodeScalars.append(scalar)
            }
        }
        return line
    }
}

extension TokenReading {
    /// Names in a column, so that two tokens can be laid side by side.
    fileprivate func lines(at now: Timestamp) -> [String] {
        let entitlement = claims.entitlement
        var lines = [
            "shape      \(isAxinom ? "Axinom entitlement message" : "native")",
            "key        \(keyName) (\(algorithm?.rawValue ?? "no algorithm of ours"))",
        ]
        if !isAxinom { lines.append("site       \(claims.audience)") }
        if let issuer = claims.issuer { lines.append("issuer     \(issuer)") }
        if let subject = claims.subject { lines.append("subject    \(subject)") }
        if let tokenID = claims.tokenID { lines.append("id         \(tokenID)") }
        if let issuedAt = claims.issuedAt { lines.append("made       \(CivilDate(issuedAt).text)") }
        if let notBefore = claims.notBefore { lines.append("begins     \(CivilDate(notBefore).text)") }
        lines.append("ends       \(CivilDate(claims.expiresAt).text), \(claims.end(at: now))")
        if let content = entitlement.content { lines.append("content    \(content)") }
        for key in entitlement.keys ?? [] {
            lines.append("key ID     \(key.keyID)\(key.policy.map { " under policy \($0)" } ?? "")")
        }
        lines += entitlement.licenseLines
        lines.append("uses       \(entitlement.isForOneUse ? "one, then it is refused" : "until it ends")")
        return lines + entitlement.policyLines
    }
}

extension TokenClaims {
    fileprivate func end(at now: Timestamp) -> String {
        guard now < expiresAt else { return "which is over" }
        let (seconds, overflow) = expiresAt.seconds.subtractingReportingOverflow(now.seconds)
        return overflow ? "which is never" : "in \(seconds) s"
    }
}

extension Entitlement {
    fileprivate var licenseLines: [String] {
        var lines: [String] = []
        if let licenseDuration { lines.append("license    at most \(licenseDuration.components.seconds) s") }
        if let rental = terms?.rentalDuration {
            lines.append("rental     to be begun within \(rental.components.seconds) s")
        }
        if let playback = terms?.playbackDuration {
            lines.append("playback   \(playback.components.seconds) s from the first play")
        }
        if let may = terms?.mayPersist { lines.append("keeping    \(may ? "allowed" : "not allowed")") }
        if let renewal = terms?.renewal {
            lines.append(
                "renewal    after \(renewal.delay.components.seconds) s, tried every "
                    + "\(renewal.retryInterval.components.seconds) s, playing on for "
                    + "\(renewal.recoveryDuration.components.seconds) s without an answer")
        }
        return lines
    }

    fileprivate var policyLines: [String] {
        var lines = Self.lines(policies, "")
        for system in DRMSystem.allCases {
            lines += Self.lines(policiesBySystem?[system] ?? [:], " for \(system.rawValue)")
        }
        return lines
    }

    private static func lines(_ policies: [PolicyName: LicensePolicy], _ scope: String) -> [String] {
        policies.sorted { $0.key.description < $1.key.description }.map { name, policy in
            "policy     \(name)\(scope): \(String(decoding: policy.json, as: UTF8.self))"
        }
    }
}
