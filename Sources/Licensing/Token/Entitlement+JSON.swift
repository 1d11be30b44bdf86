internal import Bytes

extension Entitlement {
    /// The version of the claim that this code writes, and the only one it reads.
    private static let version: Int64 = 1

    private static let members: [StaticString] = ["v", "content_id", "keys", "license", "policies", "once"]
    private static let keyMembers: [StaticString] = ["kid", "policy"]

    /// Reads the claim `drm`, strictly: a wish we do not know may be a restriction, and then must not be ignored.
    init(_ claim: JSONMembers) throws(JSONError) {
        guard try claim.integer("v") == Self.version else {
            throw .unexpected(member: "v", expected: "\(Self.version)")
        }
        try claim.refuseMembers(except: Self.members)
        content = try claim.name("content_id", ContentName.init)
        keys = try claim.array("keys").map(Self.keys)
        if let license = try claim.object("license") {
            try license.refuseMembers(except: ["duration"] + TermsSpelling.claim.members)
            licenseDuration = try license.licenseDuration("duration")
            let said = try LicenseTerms(license, spelled: .claim)
            terms = said == .unlimited ? nil : said
        }
        policies = try claim.object("policies").map(Self.policies) ?? [:]
        isForOneUse = try claim.boolean("once") ?? false
    }

    private static func keys(_ elements: JSONElements) throws(JSONError) -> [Key] {
        guard 1...LicensingLimits.tokenKeysMax ~= elements.count else {
            throw .unexpected(member: "keys", expected: "1 to \(LicensingLimits.tokenKeysMax) keys")
        }
        var keys: [Key] = []
        for element in elements {
            guard let entry = element.object else { throw .unexpected(member: "keys", expected: "objects") }
            try entry.refuseMembers(except: keyMembers)
            let text = try entry.requiring("kid", entry.string("kid"), "a key ID")
            guard let keyID = try? KeyID(text) else { throw .unexpected(member: "kid", expected: "a UUID") }
            // Two entries could name two policies, and then the laxer one might win.
            guard !keys.contains(where: { $0.keyID == keyID }) else {
                throw .unexpected(member: "keys", expected: "each key ID once")
            }
            keys.append(Key(keyID: keyID, policy: try entry.name("policy", PolicyName.init)))
        }
        return keys
    }

    private static func policies(_ object: JSONMembers) throws(JSONError) -> [PolicyName: LicensePolicy] {
        let members = object.all
        guard members.count <= LicensingLimits.tokenKeysMax else {
            throw .unexpected(member: "policies", expected: "at most \(LicensingLimits.tokenKeysMax) policies")
        }
        var policies: [PolicyName: LicensePolicy] = [:]
        for (text, value) in members {
            guard let name = try? PolicyName(text), let document = value.object else {
                throw .unexpected(member: "policies", expected: "policies by name")
            }
            policies[name] = try LicensePolicy(document)
        }
        return policies
    }

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("v", Self.version)
            if let content { json.member("content_id", content.description) }
            if let keys { json.member("keys") { json in json.array { json in keys.forEach { $0.write(to: &json) } } } }
            if licenseDuration != nil || terms != nil { json.member("license") { writeLicense(to: &$0) } }
            if !policies.isEmpty { json.member("policies") { writePolicies(to: &$0) } }
            if isForOneUse { json.member("once", true) }
        }
    }

    private func writeLicense(to json: inout JSONWriter) {
        json.object { json in
            if let licenseDuration { json.member("duration", licenseDuration.components.seconds) }
            terms?.write(to: &json, spelled: .claim)
        }
    }

    private func writePolicies(to json: inout JSONWriter) {
        let sorted = policies.sorted { $0.key.description < $1.key.description }
        json.object { json in
            for (name, policy) in sorted { json.member(name.description) { policy.write(to: &$0) } }
        }
    }
}

extension Entitlement.Key {
    fileprivate func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("kid", keyID.description)
            if let policy { json.member("policy", policy.description) }
        }
    }
}
