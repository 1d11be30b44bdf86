internal import Bytes
internal import DRMSystems

/// What is said to the licensee's program, and what it says: JSON, one object a message (docs/fairplay.md).
enum DeviceKeyQuestion: Equatable {
    case derive(FairPlayDerivation)
    /// Whether it works; asks for no key.
    case status

    func json(number: Int64) -> [UInt8] {
        var json = JSONWriter()
        json.object { json in
            json.member("id", number)
            switch self {
            case .derive(let derivation):
                json.member("op", "derive")
                json.member("r2", Hex.encode(derivation.r2))
                json.member("certificate", Hex.encode(derivation.certificateHash))
                json.member("spcVersion", derivation.spcVersion)
                json.member("protocolVersion", derivation.protocolVersion)
            case .status:
                json.member("op", "status")
            }
        }
        return json.bytes
    }
}

/// An answer: to which question, and a device key or words about why there is none.
struct DeviceKeyAnswer {
    let number: Int64
    let outcome: Result<Secret, DeviceKeyFailure>

    /// Nil for what is no answer.
    ///
    /// A status is answered with a key of no bytes: there is none.
    init?(parsing bytes: [UInt8]) {
        do {
            let members = try JSONMembers(parsing: bytes)
            guard let number = try members.integer("id") else { return nil }
            self.number = number
            if let words = try members.string("error") {
                outcome = .failure(.refused(words: String(words.prefix(DeviceKeyLimits.wordsMax))))
            } else if let key = try members.string("dask") {
                let bytes = try Hex.decode(key.utf8)
                guard bytes.count == FairPlayProvider.deviceKeyByteCount else { return nil }
                outcome = .success(Secret(copying: bytes))
            } else if try members.string("status") == "ok" {
                outcome = .success(Secret(copying: []))
            } else {
                return nil
            }
        } catch {
            return nil
        }
    }

    /// Whether it answers this question, and not one of the other kind.
    func fits(_ question: DeviceKeyQuestion) -> Bool {
        switch (question, outcome) {
        case (.derive, .success(let key)): key.count > 0
        case (.status, .success(let key)): key.count == 0
        case (.derive, .failure), (.status, .failure): true
        }
    }
}
