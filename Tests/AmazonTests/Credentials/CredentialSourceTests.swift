import Amazon
import Bytes
import Testing

@Suite("Sources of credentials")
struct CredentialSourceTests {
    private static let everywhere = [
        "AWS_ACCESS_KEY_ID": "AKID", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_WEB_IDENTITY_TOKEN_FILE": "/token",
        "AWS_ROLE_ARN": "arn:role", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/creds",
        "AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://127.0.0.1/creds",
    ]

    private func source(without names: Set<String>) throws(CredentialFailure) -> String {
        let environment = Self.everywhere.filter { !names.contains($0.key) }
        return switch try CredentialSource(environment: environment) {
        case .fixed(let credentials): "fixed \(credentials.accessKeyID)"
        case .webIdentity(let file, let role, let session): "\(file) \(role) \(session)"
        case .container(let url, _): url
        case .instance(let url): url
        }
    }

    @Test("the first place that the environment names is taken, in the order of AWS's SDKs")
    func keepsOrder() throws {
        var without: Set<String> = []
        #expect(try source(without: without) == "fixed AKID")
        without.insert("AWS_SECRET_ACCESS_KEY")
        #expect(try source(without: without) == "/token arn:role evergrant")
        without.insert("AWS_ROLE_ARN")
        #expect(try source(without: without) == "http://169.254.170.2/creds")
        without.insert("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI")
        #expect(try source(without: without) == "http://127.0.0.1/creds")
        without.insert("AWS_CONTAINER_CREDENTIALS_FULL_URI")
        #expect(try source(without: without) == "http://169.254.169.254")
    }

    @Test("nothing configured and no metadata service is a failure that says so")
    func refusesNothing() {
        #expect(throws: CredentialFailure.notConfigured) {
            try CredentialSource(environment: ["AWS_EC2_METADATA_DISABLED": "true"])
        }
    }

    @Test(
        "a document without credentials is refused without its words",
        arguments: [
            "", "[]", "{}", #"{"Code":"AssumeRoleUnauthorizedAccess"}"#, #"{"AccessKeyId":"a","SecretAccessKey":""}"#,
            #"{"AccessKeyId":"a","SecretAccessKey":"hidden","Expiration":"soon"}"#, #"{"AccessKeyId":1}"#,
        ])
    func refusesDocuments(text: String) {
        let failure = #expect(throws: CredentialFailure.self) {
            try CredentialDocument.read(json: Array(text.utf8))
        }
        #expect(failure.map { "\($0)".contains("hidden") } == false)
    }
}
