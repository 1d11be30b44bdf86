import Bytes
import Testing

@Suite("Reading a date")
struct CivilDateReadingTests {
    @Test(
        "a moment is read with its offset, and without its fraction",
        arguments: [
            ("1970-01-01T00:00:00Z", 0), ("2027-01-15T08:00:00Z", 1_800_000_000),
            ("2027-01-15T09:30:00+01:30", 1_800_000_000), ("2027-01-15T07:00:00-01:00", 1_800_000_000),
            ("2027-01-15T08:00:00.9999999Z", 1_800_000_000), ("2027-01-15T08:00:00.5+00:00", 1_800_000_000),
        ] as [(String, Int64)])
    func reads(text: String, seconds: Int64) {
        #expect(CivilDate.moment(text) == Timestamp(seconds: seconds))
    }

    @Test(
        "what is no moment, or could be several, is none",
        arguments: [
            "", "2027-01-15", "2027-01-15T08:00:00", "2027-01-15 08:00:00Z", "2027-01-15T08:00Z",
            "2027-13-15T08:00:00Z",
            "2027-01-15T24:00:00Z", "2027-01-15T08:00:00z", "2027-01-15T08:00:00.Z", "2027-01-15T08:00:00.1234567890Z",
            "2027-01-15T08:00:00+24:00", "2027-01-15T08:00:00+0100", "2027-01-15T08:00:00Z ", "x027-01-15T08:00:00Z",
            "2027-01-15T08:00:00+0१:00",
        ])
    func refuses(text: String) {
        #expect(CivilDate.moment(text) == nil)
    }
}
