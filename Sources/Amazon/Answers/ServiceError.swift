internal import Bytes

/// Reads the code and the words of a refusal, in whichever of AWS's dialects it comes.
package enum ServiceError {
    package static func failure(status: Int, body: [UInt8]) -> AmazonFailure {
        let (code, message) = json(body) ?? xml(body) ?? ("", String(decoding: body.prefix(1024), as: UTF8.self))
        return .refused(status: status, code: bounded(code), message: bounded(message))
    }

    /// CloudWatch: `{"__type": "com.amazonaws.cloudwatch#InvalidParameterValue", "message": "…"}`.
    private static func json(_ body: [UInt8]) -> (code: String, message: String)? {
        guard let object = try? JSONObject(parsing: body), let type = try? object.string("__type") else { return nil }
        let message = ((try? object.string("message")) ?? nil) ?? ((try? object.string("Message")) ?? nil)
        return (type.split(separator: "#").last.map(String.init) ?? type, message ?? "")
    }

    /// `<ErrorResponse><Error><Code>…`, or Route 53's `<InvalidChangeBatch><Messages><Message>…`.
    private static func xml(_ body: [UInt8]) -> (code: String, message: String)? {
        guard let root = try? XMLElement(parsing: body) else { return nil }
        return (root.find("Code")?.text ?? root.name, root.find("Message")?.text ?? "")
    }
}
