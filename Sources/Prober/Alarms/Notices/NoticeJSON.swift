internal import Bytes

extension Notice {
    /// The document that a webhook gets; its members are described in docs/alarms.md.
    package func json(vantage: String) -> [UInt8] {
        var json = JSONWriter()
        json.object { json in
            json.member("id", id)
            json.member("kind", kind.rawValue)
            json.member("severity", severity.rawValue)
            json.member("title", title)
            json.member("lines") { json in
                json.array { json in
                    for line in lines { json.string(line) }
                }
            }
            json.member("at", CivilDate(at).text)
            json.member("vantage", vantage)
        }
        return json.bytes
    }
}
