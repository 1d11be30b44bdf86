/// The blocks of SPC and CKC payloads that we know, by the tags of the FairPlay Streaming Programming Guide.
enum TLLVTag: UInt64, Sendable {
    // In an SPC.
    case sessionKey = 0x3d1a_10b8_bffa_c2ec  // "[SK..R1]"
    case sessionKeyIntegrity = 0xb349_d480_9e91_0687
    case antiReplaySeed = 0x89c9_0f12_2041_06b2
    case r2 = 0x71b5_595a_c152_1133
    case returnRequest = 0x19f9_d4e5_ab76_09cb
    case assetID = 0x1bf7_f53f_5d5d_5a1f
    case transactionID = 0x47aa_7ad3_4405_77de
    case protocolVersionsSupported = 0x67b8_fb79_ecce_1a13
    case protocolVersionUsed = 0x5d81_bcbc_c7f6_1703
    case streamingIndicator = 0xabb0_256a_3184_3974
    case mediaPlaybackState = 0xeb8e_fdf2_b25a_b3a0
    case capabilities = 0x9c02_af32_53c0_7fb2
    case offlineSync = 0x7796_6de1_dc10_83ad

    // In a CKC.
    case contentKey = 0x58b3_8165_af0e_3d5a
    case r1 = 0xea74_c464_5d5e_fee9
    case contentKeyDuration = 0x47ac_f6a4_18cd_091a
    case hdcp = 0x2e52_f153_0d8d_db4a
    case securityLevel = 0x644c_b1da_c031_3250
    case offlineKey = 0x6375_d972_7060_218c

    static let ofLicense = Set([contentKey, r1, contentKeyDuration, hdcp, securityLevel, offlineKey].map(\.rawValue))
}
