/// One request of one client, from when it was sent to when the client knew all it will ever know of it.
struct Operation: Equatable, Sendable {
    enum Request: Equatable, Sendable {
        /// A packager asks for a content's keys, which makes the content unless it is there.
        case put(content: String)
        /// A packager reads a content.
        case read(content: String)
        /// A player asks for the licenses of a content.
        case license(content: String)
    }

    let client: String
    /// The region that was asked.
    let region: String
    let request: Request
    /// Since the load began, on one clock for all clients.
    let invokedAt: Duration
    let completedAt: Duration
    let outcome: Outcome

    var content: String {
        switch request {
        case .put(let content), .read(let content), .license(let content): content
        }
    }

    var isWrite: Bool {
        if case .put = request { true } else { false }
    }

    /// What the server promised; nil unless it did.
    var acknowledgment: Acknowledgment? {
        if case .acknowledged(let acknowledgment) = outcome { acknowledgment } else { nil }
    }
}

/// What a client may conclude from the answer, or from its absence.
enum Outcome: Equatable, Sendable {
    /// 2xx: it was done.
    case acknowledged(Acknowledgment)
    /// The answer promises that nothing was done.
    case refused(status: Int, problem: String?)
    /// Everything else: it may or may not have been done, and may still be.
    case unknown(String)
}

/// What a 2xx said.
struct Acknowledgment: Equatable, Sendable {
    var status = 200
    /// `Evergrant-Mode` of the answer.
    var mode: String?
    var keys: Set<HeldKey> = []
    /// The regions that hold the content, of a write.
    var durableIn: Set<String> = []
    /// `Evergrant-Record` of a license.
    var record: String?
}

/// A content key as a client knows it: by its identifier and by what would show that it is another one.
struct HeldKey: Hashable, Sendable {
    /// 32 hexadecimal digits.
    let keyID: String
    /// The first bytes of the key's SHA-256: a history is written to a file, and keys are not.
    let fingerprint: String
}
