/// Passwords that live as long as one run; a primary and its replicas share them, as replication copies the roles.
struct ClusterPasswords: Sendable {
    let server = randomPassword()
    let replication = randomPassword()

    private static func randomPassword() -> String {
        (0..<4).map { _ in String(UInt64.random(in: .min ... .max), radix: 36) }.joined()
    }
}
