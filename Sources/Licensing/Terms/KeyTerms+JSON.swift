internal import Bytes

extension KeyTerms {
    private static let members: [StaticString] = [
        "security", "hdcp", "analogOutput", "airPlay", "avAdapter", "playready",
    ]

    convenience init(_ document: JSONMembers) throws(JSONError) {
        try document.refuseMembers(except: Self.members)
        self.init(
            security: try document.object("security").map(SecurityFloor.init) ?? SecurityFloor(),
            hdcp: try document.word("hdcp", HDCPVersion.self),
            analogOutput: try document.word("analogOutput", AnalogOutput.self),
            isAirPlayAllowed: try document.boolean("airPlay"),
            isAdapterAllowed: try document.boolean("avAdapter"),
            playReady: try document.object("playready").map(PlayReadyTerms.init))
    }

    func write(to json: inout JSONWriter) {
        json.object { json in
            if security != SecurityFloor() { json.member("security") { security.write(to: &$0) } }
            if let hdcp { json.member("hdcp", hdcp.word) }
            if let analogOutput { json.member("analogOutput", analogOutput.word) }
            if let isAirPlayAllowed { json.member("airPlay", isAirPlayAllowed) }
            if let isAdapterAllowed { json.member("avAdapter", isAdapterAllowed) }
            if let playReady { json.member("playready") { playReady.write(to: &$0) } }
        }
    }
}

extension SecurityFloor {
    private static let members: [StaticString] = ["widevine", "playready", "fairplay"]

    fileprivate init(_ document: JSONMembers) throws(JSONError) {
        try document.refuseMembers(except: Self.members)
        widevine = try document.word("widevine", WidevineSecurity.self)
        playReady = nil
        if let level = try document.integer("playready") {
            guard let security = UInt16(exactly: level).flatMap(PlayReadySecurity.init) else {
                throw .unexpected(member: "playready", expected: "150, 2000 or 3000")
            }
            playReady = security
        }
        fairPlay = try document.word("fairplay", FairPlaySecurity.self)
    }

    fileprivate func write(to json: inout JSONWriter) {
        json.object { json in
            if let widevine { json.member("widevine", widevine.word) }
            if let playReady { json.member("playready", playReady.rawValue) }
            if let fairPlay { json.member("fairplay", fairPlay.word) }
        }
    }
}
