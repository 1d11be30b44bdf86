internal import Foundation

/// A TSIG key (RFC 8945) that lives as long as one run.
package struct UpdateKey: Sendable {
    package let name: String
    package let algorithm = "hmac-sha256"
    package let secret: String

    package init(name: String = "evergrant") {
        self.name = name
        secret = Data((0..<32).map { _ in UInt8.random(in: .min ... .max) }).base64EncodedString()
    }

    /// What `tsig-keygen` writes, and what `nsupdate` and BIND's configuration read.
    package var keyFile: String {
        "key \"\(name)\" {\n\talgorithm \(algorithm);\n\tsecret \"\(secret)\";\n};\n"
    }
}
