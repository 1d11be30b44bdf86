internal import Bytes
internal import Licensing

/// What a license says of itself (`License.Policy`).
struct WidevinePolicy {
    let fields: ProtobufWriter

    init(_ approval: borrowing ApprovedLicense, renewalServerURL: String?) {
        let terms = approval.terms
        var fields = ProtobufWriter()
        fields.append(1, integer: 1)  // may play
        fields.append(2, integer: approval.isPersistent ? 1 : 0)
        fields.append(3, integer: terms.renewal == nil ? 0 : 1)
        fields.append(4, integer: terms.rentalDuration.map(Self.seconds) ?? 0)
        fields.append(5, integer: terms.playbackDuration.map(Self.seconds) ?? 0)
        fields.append(6, integer: Self.licenseSeconds(approval))
        if let renewal = terms.renewal {
            fields.append(7, integer: Self.seconds(renewal.recoveryDuration))
            if let renewalServerURL { fields.append(8, bytes: Array(renewalServerURL.utf8)) }
            fields.append(9, integer: UInt64(clamping: renewal.delay.components.seconds))
            fields.append(10, integer: UInt64(clamping: renewal.retryInterval.components.seconds))
        }
        self.fields = fields
    }

    /// From the issue to the end.
    static func licenseSeconds(_ approval: borrowing ApprovedLicense) -> UInt64 {
        let (seconds, isTooLong) = approval.expiresAt.seconds.subtractingReportingOverflow(approval.issuedAt.seconds)
        return isTooLong ? UInt64(Int64.max) : UInt64(max(1, seconds))
    }

    /// At least one: to a client, no seconds are no limit.
    private static func seconds(_ duration: Duration) -> UInt64 { UInt64(max(1, duration.components.seconds)) }
}
