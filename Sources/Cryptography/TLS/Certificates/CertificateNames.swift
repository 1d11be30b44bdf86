/// Which certificate answers for which name (RFC 6125 §6.4): exact names first, then wildcards.
struct CertificateNames: Equatable {
    private var exact: [String: Int] = [:]
    /// By what follows the asterisk, the dot included.
    private var wildcards: [String: Int] = [:]

    /// Lets the certificate at `index` answer for `names`, but for those that an earlier one has taken.
    mutating func add(_ names: [String], at index: Int) {
        for name in names {
            if let suffix = Self.wildcardSuffix(of: name) {
                if wildcards[suffix] == nil { wildcards[suffix] = index }
            } else if exact[name] == nil {
                exact[name] = index
            }
        }
    }

    /// - Parameter name: As a client sent it (RFC 6066 §3): ASCII in either case, without a last dot.
    func index(for name: String) -> Int? {
        let name = name.lowercased()
        if let index = exact[name] { return index }
        // RFC 6125 §6.4.3: the asterisk stands for the whole left-most label, and for that label only.
        guard let dot = name.firstIndex(of: "."), dot != name.startIndex else { return nil }
        return wildcards[String(name[dot...])]
    }

    /// What follows the asterisk of `*.example.com`; nil for every other use of one, which §6.4.3 lets us refuse.
    private static func wildcardSuffix(of name: String) -> String? {
        guard name.hasPrefix("*."), name.utf8.count > 2 else { return nil }
        return String(name.dropFirst())
    }
}
