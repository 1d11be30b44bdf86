internal import COpenSSL

/// Reading PEM (RFC 7468) from a file; what is returned belongs to the caller.
enum PEMFile {
    /// All certificates of a file, in its order; at least one.
    static func certificates(_ path: String) throws(TLSFailure) -> [OpaquePointer] {
        let file = try unsafe open(path)
        defer { unsafe BIO_free(file) }
        var certificates: [OpaquePointer] = unsafe []
        while let certificate = unsafe PEM_read_bio_X509(file, nil, refusePassword, nil) {
            unsafe certificates.append(certificate)
        }
        // The end of the file is an error too, and the only one that is none.
        let isAtEnd = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE
        guard unsafe !certificates.isEmpty, isAtEnd else {
            for index in unsafe certificates.indices { unsafe X509_free(certificates[index]) }
            throw .unreadableFile(path: path, reason: ErrorQueue.drain())
        }
        ErrorQueue.clear()
        return unsafe certificates
    }

    static func privateKey(_ path: String) throws(TLSFailure) -> OpaquePointer {
        let file = try unsafe open(path)
        defer { unsafe BIO_free(file) }
        guard let key = unsafe PEM_read_bio_PrivateKey(file, nil, refusePassword, nil) else {
            throw .unreadableFile(path: path, reason: ErrorQueue.drain())
        }
        return unsafe key
    }

    private static func open(_ path: String) throws(TLSFailure) -> OpaquePointer {
        ErrorQueue.clear()
        guard let file = unsafe BIO_new_file(path, "r") else {
            throw .unreadableFile(path: path, reason: ErrorQueue.drain())
        }
        return unsafe file
    }
}
