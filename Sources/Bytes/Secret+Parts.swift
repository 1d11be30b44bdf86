/// Secrets made of secrets, without a copy in between that nobody would wipe.
extension Secret {
    package convenience init(copying bytes: Span<UInt8>) {
        self.init(count: bytes.count) { span in for index in bytes.indices { span[index] = bytes[index] } }
    }

    package convenience init(joining first: Secret, _ second: Secret) {
        self.init(count: first.count + second.count) { span in
            first.withBytes { bytes in for index in bytes.indices { span[index] = bytes[index] } }
            second.withBytes { bytes in for index in bytes.indices { span[first.count + index] = bytes[index] } }
        }
    }

    /// - Precondition: `range` lies within the bytes.
    package func part(_ range: Range<Int>) -> Secret { withBytes { Secret(copying: $0.extracting(range)) } }
}
