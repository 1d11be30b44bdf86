internal import CLinux
internal import Glibc

extension NameAnswer {
    /// More records than any name of ours has; what comes after them is not looked at.
    static let recordsMax = 64

    /// Reads what glibc's parser makes of a message; nil when that finds it broken.
    init?(parsing message: [UInt8]) {
        let length = CInt(message.count)
        var code: CInt = 0
        var isAuthoritative: CInt = 0
        let count = unsafe CLinux_answerHead(message, length, &code, &isAuthoritative)
        guard count >= 0 else { return nil }
        var records: [NameRecord] = []
        for index in 0..<min(Int(count), Self.recordsMax) {
            var raw = CLinux_record()
            var owner = [CChar](repeating: 0, count: Int(NS_MAXDNAME))
            guard unsafe CLinux_answerRecord(message, length, CInt(index), &raw, &owner) == 0 else { return nil }
            guard let type = NameRecordType(rawValue: UInt16(truncatingIfNeeded: raw.type)) else { continue }
            guard let value = Self.value(of: raw, type, in: message) else { return nil }
            records.append(
                NameRecord(
                    owner: Self.name(owner), type: type, timeToLiveSeconds: UInt32(raw.timeToLive), value: value))
        }
        self.init(code: Code(Int(code)), isAuthoritative: isAuthoritative != 0, records: records)
    }

    /// The parser has checked that the data lies within the message.
    private static func value(of raw: CLinux_record, _ type: NameRecordType, in message: [UInt8]) -> String? {
        let data = message[raw.dataOffset..<(raw.dataOffset + raw.dataLength)]
        switch type {
        case .a: return data.count == 4 ? address(AF_INET, data) : nil
        case .aaaa: return data.count == 16 ? address(AF_INET6, data) : nil
        case .cname: return expandedName(at: raw.dataOffset, in: message)
        case .txt: return text(data)
        }
    }

    private static func address(_ family: CInt, _ data: ArraySlice<UInt8>) -> String? {
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        return unsafe data.withUnsafeBytes { raw in
            unsafe inet_ntop(family, raw.baseAddress, &text, socklen_t(text.count)) == nil ? nil : string(text)
        }
    }

    private static func expandedName(at offset: Int, in message: [UInt8]) -> String? {
        var text = [CChar](repeating: 0, count: Int(NS_MAXDNAME))
        let used = unsafe message.withUnsafeBufferPointer { raw in
            guard let start = raw.baseAddress else { return CInt(-1) }
            return unsafe dn_expand(start, start + raw.count, start + offset, &text, CInt(text.count))
        }
        return used < 0 ? nil : name(text)
    }

    /// RFC 1035 §3.3.14: strings of up to 255 bytes, each behind its length.
    private static func text(_ data: ArraySlice<UInt8>) -> String? {
        var (bytes, rest): ([UInt8], ArraySlice<UInt8>) = ([], data)
        while let length = rest.popFirst() {
            guard rest.count >= Int(length) else { return nil }
            bytes += rest.prefix(Int(length))
            rest = rest.dropFirst(Int(length))
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Names are the same in any case (RFC 4343), so all of ours are in one.
    private static func name(_ text: [CChar]) -> String {
        let name = string(text).lowercased()
        return name.hasSuffix(".") ? String(name.dropLast()) : name
    }

    private static func string(_ text: [CChar]) -> String {
        String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
