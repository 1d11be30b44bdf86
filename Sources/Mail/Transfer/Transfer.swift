internal import Bytes
internal import CCurl
internal import Reactor

/// One message over one connection, on the calling thread, until it is taken or the deadline has passed.
enum Transfer {
    static func run(
        _ message: MailMessage, through relay: MailRelay, within deadline: Duration
    ) -> Result<Void, MailFailure> {
        do throws(MailFailure) {
            let handle = try CurlHandle()
            try configure(handle, relay, within: deadline)
            try handle.set(CURLOPT_MAIL_FROM, "<\(message.from.text)>")
            try handle.send(message.bytes, to: message.to.map { "<\($0.text)>" })
            return .success(())
        } catch {
            return .failure(error)
        }
    }

    private static func configure(
        _ handle: borrowing CurlHandle, _ relay: MailRelay, within deadline: Duration
    ) throws(MailFailure) {
        let milliseconds = Int(max(1, min(deadline.wholeMilliseconds, 600_000)))
        try handle.set(CURLOPT_URL, relay.url)
        try handle.set(CURLOPT_PROTOCOLS_STR, "smtp,smtps")
        try handle.set(CURLOPT_NOPROXY, "*")  // a proxy for the web, in the environment, is none for mail
        try handle.set(CURLOPT_NOSIGNAL, 1)
        try handle.set(CURLOPT_QUICK_EXIT, 1)  // does not wait for a resolver that hangs
        try handle.set(CURLOPT_TIMEOUT_MS, milliseconds)
        try handle.set(CURLOPT_CONNECTTIMEOUT_MS, milliseconds)
        try handle.set(CURLOPT_SSL_VERIFYPEER, 1)
        try handle.set(CURLOPT_SSL_VERIFYHOST, 2)
        try handle.set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
        if relay.encryption != .none { try handle.set(CURLOPT_USE_SSL, Int(CURLUSESSL_ALL.rawValue)) }
        if let anchors = relay.trustAnchorsFile { try handle.set(CURLOPT_CAINFO, anchors) }
        if let login = relay.login {
            try handle.set(CURLOPT_USERNAME, login.user)
            let password = login.password.withBytes { String(decoding: [UInt8](copying: $0), as: UTF8.self) }
            try handle.set(CURLOPT_PASSWORD, password)
        }
    }
}
