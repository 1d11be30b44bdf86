import Amazon
import Bytes
import Testing

@Suite("Dates of AWS")
struct AmazonDateTests {
    @Test("a moment is spelled as signatures want it")
    func spells() {
        let date = AmazonDate(Timestamp(seconds: 1_440_938_160))

        #expect(date.day == "20150830")
        #expect(date.basic == "20150830T123600Z")
    }

    @Test(
        "an expiration is read with and without a fraction",
        arguments: ["2015-08-30T12:36:00Z", "2015-08-30T12:36:00.000Z", "2015-08-30T12:36:00.123456Z"])
    func reads(text: String) {
        #expect(AmazonDate.timestamp(parsing: text) == Timestamp(seconds: 1_440_938_160))
    }

    @Test(
        "what is not a date in UTC is none",
        arguments: [
            "", "Z", "2015-08-30T12:36:00", "2015-08-30T12:36:00+00:00", "2015-13-30T12:36:00Z", "2015-08-30T24:00:00Z",
            "2015-08-30 12:36:00Z", "20150830T123600Z", "2015-08-30T12:36:00xZ", "٢015-08-30T12:36:00Z",
            "2015-00-00T00:00:00Z",
        ])
    func refuses(text: String) { #expect(AmazonDate.timestamp(parsing: text) == nil) }
}
