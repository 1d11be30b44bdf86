internal import Bytes
internal import DRMSystems
internal import FairPlayKeys
internal import HTTPServer
internal import Licensing
internal import Reactor

/// FairPlay as apps and pages speak it: an SPC in one of three wrappings, and the CKC in the same.
struct FairPlaySystem: LicenseSystem {
    let provider: FairPlayProvider
    /// The loop's own, where device keys come from the licensee's program.
    let helper: DeviceKeyClient?

    /// A challenge with the wrapping that it came in.
    struct Challenge: LicenseChallenge {
        let challenge: FairPlayChallenge
        let body: FairPlayBody
        var license: LicenseRequest { challenge.license }
    }

    /// As far as our own key opens it.
    private struct Sealed: Sendable {
        let challenge: SealedFairPlayChallenge
        let body: FairPlayBody
    }

    func open(
        _ letter: Letter, at now: Timestamp, on bench: Bench, on loop: isolated EventLoop,
        then: @escaping (Result<Challenge, Unopened>) -> Void
    ) {
        bench.submit(letter, on: loop) { letter -> Result<Sealed, FairPlayRefusal> in
            do throws(FairPlayRefusal) {
                let body = try FairPlayBody(parsing: letter.body, contentType: letter.contentType)
                return .success(
                    Sealed(challenge: try SealedFairPlayChallenge(parsing: body.spc, by: provider), body: body))
            } catch {
                return .failure(error)
            }
        } then: { opened in
            switch opened {
            case .success(.success(let sealed)): unseal(sealed, on: loop, then: then)
            case .success(.failure(let refusal)): then(.failure(.refused(SystemAnswer(Problem(refusal)))))
            case .failure(let refusal): then(.failure(.noTime(refusal)))
            }
        }
    }

    func license(_ approval: consuming ApprovedLicense, answering challenge: Challenge) -> SystemAnswer {
        do throws(FairPlayLicenseFailure) {
            let license = try FairPlayLicense(approval, answering: challenge.challenge)
            return .license(challenge.body.answer(license.bytes), as: challenge.body.wrapping.answerType)
        } catch .refused(let refusal) {
            return SystemAnswer(Problem(refusal))
        } catch {
            return SystemAnswer(Problem(.internal, "The license could not be made.", because: "\(error)"))
        }
    }

    /// Under the device's key, which may have to be asked for.
    private func unseal(
        _ sealed: Sealed, on loop: isolated EventLoop, then: @escaping (Result<Challenge, Unopened>) -> Void
    ) {
        switch provider.deviceKeys {
        case .fixed(let key): then(open(sealed, with: key))
        case .helper:
            guard let helper else { return then(.failure(.impossible(.deviceKeyUnavailable))) }
            helper.deviceKey(for: sealed.challenge.derivation, on: loop) { answer in
                switch answer {
                case .success(let key): then(open(sealed, with: key))
                // A program that has no key for a device says what a key that does not fit says.
                case .failure(.refused): then(.failure(.refused(SystemAnswer(Problem(.notOpened)))))
                case .failure: then(.failure(.impossible(.deviceKeyUnavailable)))
                }
            }
        }
    }

    private func open(_ sealed: Sealed, with key: Secret) -> Result<Challenge, Unopened> {
        do throws(FairPlayRefusal) {
            let challenge = try FairPlayChallenge(
                sealed.challenge, deviceKey: key, isPersistent: sealed.body.isPersistent)
            return .success(Challenge(challenge: challenge, body: sealed.body))
        } catch {
            return .failure(.refused(SystemAnswer(Problem(error))))
        }
    }
}

extension Problem {
    static let deviceKeyUnavailable = Problem(
        .deviceKeyUnavailable, "Device keys cannot be had now.", retryAfter: .seconds(1))

    init(_ refusal: FairPlayRefusal) {
        switch refusal {
        case .tooLong(let limit): self.init(.malformedChallenge, "An SPC has at most \(limit) bytes.")
        case .malformed(let malformed): self.init(.malformedChallenge, "The body holds no SPC: \(malformed).")
        case .unsupportedVersion: self.init(.malformedChallenge, "SPCs of version 1 and 2 are answered.")
        case .unknownCertificate: self.init(.malformedChallenge, "The SPC is made for another certificate.")
        // One sentence for everything that only a forger needs to tell apart.
        case .notOpened: self.init(.malformedChallenge, "The SPC does not open.")
        case .unreadableAsset: self.init(.malformedChallenge, "The asset ID is neither a key ID nor a content's name.")
        case .severalKeys: self.init(.malformedChallenge, "The content has several keys: the asset ID must be one's.")
        case .remoteOutputNotAllowed: self.init(.notEntitled, "The policy keeps this key from other screens.")
        case .notEnforceable: self.init(.notEntitled, "The device cannot enforce what the policy demands.")
        }
    }
}
