internal import Bytes

extension Entitlement {
    private static let members: [StaticString] = [
        "type", "version", "license", "content_keys_source", "content_key_usage_policies", "license_server", "session",
    ]

    /// The systems that a message speaks of; it opens nothing for ClearKey, which could keep none of its rules.
    private static let systems: [DRMSystem] = [.widevine, .playReady, .fairPlay]

    init(axinom message: JSONMembers) throws(JSONError) {
        guard try message.string("type") == "entitlement_message" else {
            throw .unexpected(member: "type", expected: "entitlement_message")
        }
        guard try message.integer("version") == 2 else { throw .unexpected(member: "version", expected: "2") }
        try message.refuseMembers(except: Self.members)
        if let session = try message.object("session"), !session.all.isEmpty {
            throw .refused(member: "session", because: "there are no sessions here")
        }
        let license = try AxinomLicense(message.object("license"))
        let policies = try AxinomUsagePolicies(message.array("content_key_usage_policies"))
        let source = try message.requiring(
            "content_keys_source", message.object("content_keys_source"), "where the keys come from")
        var table: [DRMSystem: [PolicyName: LicensePolicy]] = [:]
        for system in Self.systems { table[system] = policies.policies(of: system, under: license.policy(of: system)) }
        self.init(
            content: nil, keys: try AxinomKeys.keys(source, policies), policiesBySystem: table,
            isForOneUse: try Self.isForOneUse(message.object("license_server")))
    }

    private static func isForOneUse(_ server: JSONMembers?) throws(JSONError) -> Bool {
        guard let server else { return false }
        try server.refuseMembers(except: ["access_control"])
        guard let control = try server.object("access_control") else { return false }
        try control.refuse(
            "allowed_ip_addresses", because: "a viewer's address changes with the network, and is not looked at here")
        try control.refuseMembers(except: ["prevent_drm_message_reuse"])
        return try control.flag("prevent_drm_message_reuse") ?? false
    }
}

/// The keys that a message names.
enum AxinomKeys {
    static func keys(_ source: JSONMembers, _ policies: AxinomUsagePolicies) throws(JSONError) -> [Entitlement.Key] {
        try source.refuse(
            "license_request", because: "it would open whatever a player asks for; name the keys in \"inline\"")
        try source.refuse("stored", because: "there are no stored lists of keys; name the keys in \"inline\"")
        try source.refuseMembers(except: ["inline"])
        let elements = try source.requiring("inline", source.array("inline"), "a list of keys")
        guard 1...LicensingLimits.tokenKeysMax ~= elements.count else {
            throw .unexpected(member: "inline", expected: "1 to \(LicensingLimits.tokenKeysMax) keys")
        }
        var keys: [Entitlement.Key] = []
        for element in elements {
            guard let entry = element.object else { throw .unexpected(member: "inline", expected: "objects") }
            let key = try key(entry, policies)
            guard !keys.contains(where: { $0.keyID == key.keyID }) else {
                throw .unexpected(member: "inline", expected: "each key ID once")
            }
            keys.append(key)
        }
        return keys
    }

    private static func key(
        _ entry: JSONMembers, _ policies: AxinomUsagePolicies
    ) throws(JSONError) -> Entitlement.Key {
        try entry.refuse(
            "encrypted_key", "iv", "seed_id",
            because: "content keys are kept here and never brought along; leave it out")
        try entry.refuseMembers(except: ["id", "usage_policy"])
        let text = try entry.requiring("id", entry.string("id"), "a key ID")
        guard let keyID = try? KeyID(text) else { throw .unexpected(member: "id", expected: "a UUID") }
        return Entitlement.Key(keyID: keyID, policy: try policies.name(called: entry.string("usage_policy")))
    }
}
