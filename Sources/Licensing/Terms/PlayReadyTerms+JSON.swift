internal import Bytes

extension PlayReadyTerms {
    private static let members: [StaticString] = ["outputLevels", "explicitOutputs", "playEnablers", "removalDate"]

    init(_ document: JSONMembers) throws(JSONError) {
        try document.refuseMembers(except: Self.members)
        outputLevels = try document.object("outputLevels").map(OutputLevels.init)
        explicitOutputs = []
        for element in try document.outputRules("explicitOutputs") {
            guard let output = element.object else {
                throw .unexpected(member: "explicitOutputs", expected: "objects")
            }
            explicitOutputs.append(try ExplicitOutput(output))
        }
        playEnablers = []
        for element in try document.outputRules("playEnablers") {
            playEnablers.append(try element.guid(in: "playEnablers"))
        }
        removalDate = try document.integer("removalDate").map(Timestamp.init(seconds:))
    }

    func write(to json: inout JSONWriter) {
        json.object { json in
            if let outputLevels { json.member("outputLevels") { outputLevels.write(to: &$0) } }
            if !explicitOutputs.isEmpty {
                json.member("explicitOutputs") { json in
                    json.array { json in explicitOutputs.forEach { $0.write(to: &json) } }
                }
            }
            if !playEnablers.isEmpty {
                json.member("playEnablers") { json in
                    json.array { json in playEnablers.forEach { json.string(UUIDText.format($0)) } }
                }
            }
            if let removalDate { json.member("removalDate", removalDate.seconds) }
        }
    }
}

extension PlayReadyTerms.OutputLevels {
    private static let members: [StaticString] = [
        "compressedVideo", "uncompressedVideo", "analogVideo", "compressedAudio", "uncompressedAudio",
    ]

    /// The levels that the compliance rules know; a member left out demands nothing, which is level 0.
    fileprivate init(_ document: JSONMembers) throws(JSONError) {
        try document.refuseMembers(except: Self.members)
        compressedVideo = try document.level("compressedVideo", [400, 500])
        uncompressedVideo = try document.level("uncompressedVideo", [100, 250, 270, 300])
        analogVideo = try document.level("analogVideo", [100, 150, 200])
        compressedAudio = try document.level("compressedAudio", [100, 150, 200, 250, 300])
        uncompressedAudio = try document.level("uncompressedAudio", [100, 150, 200, 250, 300])
    }

    fileprivate func write(to json: inout JSONWriter) {
        json.object { json in
            if compressedVideo > 0 { json.member("compressedVideo", compressedVideo) }
            if uncompressedVideo > 0 { json.member("uncompressedVideo", uncompressedVideo) }
            if analogVideo > 0 { json.member("analogVideo", analogVideo) }
            if compressedAudio > 0 { json.member("compressedAudio", compressedAudio) }
            if uncompressedAudio > 0 { json.member("uncompressedAudio", uncompressedAudio) }
        }
    }
}

extension PlayReadyTerms.ExplicitOutput {
    private static let members: [StaticString] = ["kind", "rule", "configuration"]

    fileprivate init(_ document: JSONMembers) throws(JSONError) {
        try document.refuseMembers(except: Self.members)
        let kind = try document.requiring("kind", document.word("kind", Kind.self), Kind.list)
        let rule = try document.requiring("rule", document.guid("rule"), "a GUID")
        let limit = LicensingLimits.outputRuleLengthMax
        let text = try document.string("configuration") ?? ""
        guard text.utf8.count <= 2 * limit, let configuration = try? Hex.decode(text.utf8) else {
            throw .unexpected(member: "configuration", expected: "at most \(limit) bytes in hex")
        }
        self.init(kind: kind, rule: rule, configuration: configuration)
    }

    fileprivate func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("kind", kind.word)
            json.member("rule", UUIDText.format(rule))
            json.member("configuration", Hex.encode(configuration))
        }
    }
}

extension JSONMembers {
    /// A list that is bounded; none when it is left out.
    func outputRules(_ member: StaticString) throws(JSONError) -> [JSONItem] {
        guard let elements = try array(member) else { return [] }
        guard elements.count <= LicensingLimits.outputRulesMax else {
            throw .unexpected(member: "\(member)", expected: "at most \(LicensingLimits.outputRulesMax) entries")
        }
        return Array(elements)
    }

    fileprivate func level(_ member: StaticString, _ known: [UInt16]) throws(JSONError) -> UInt16 {
        guard let number = try integer(member) else { return 0 }
        guard let level = UInt16(exactly: number), known.contains(level) else {
            let list = known.map { "\($0)" }.joined(separator: ", ")
            throw .unexpected(member: "\(member)", expected: "one of \(list)")
        }
        return level
    }
}
