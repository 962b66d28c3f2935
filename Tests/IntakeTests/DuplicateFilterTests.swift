import Hospital
import Intake
import Testing

@Suite struct DuplicateFilterTests {
    private func moment(_ seconds: Int64) -> Timestamp { Timestamp(seconds: seconds) }

    @Test func theSameBytesAreADuplicateAndOtherBytesAReusedIdentifier() {
        var filter = DuplicateFilter()
        #expect(filter.verdict(id: 1, content: 10) == .new)
        filter.remember(id: 1, content: 10, at: moment(5))
        #expect(filter.verdict(id: 1, content: 10) == .duplicate)
        #expect(filter.verdict(id: 1, content: 11) == .reusedID)
        #expect(filter.verdict(id: 2, content: 10) == .new)
    }

    @Test func whatIsOlderThanTheHorizonIsForgotten() {
        var filter = DuplicateFilter()
        for second in Int64(0)..<5_000 { filter.remember(id: UInt64(second), content: 1, at: moment(second)) }
        filter.forget(before: moment(4_000))
        #expect(filter.verdict(id: 3_999, content: 1) == .new)
        #expect(filter.verdict(id: 4_000, content: 1) == .duplicate)
        var writer = StateWriter()
        filter.write(to: &writer)
        #expect(writer.bytes.count == 4 + 1_000 * 24)
    }

    @Test func aRestoredFilterKnowsTheSame() throws {
        var filter = DuplicateFilter()
        for number in UInt64(0)..<3_000 {
            filter.remember(id: number, content: number * 3, at: moment(Int64(number)))
        }
        filter.forget(before: moment(1_500))
        var writer = StateWriter()
        filter.write(to: &writer)
        var reader = StateReader(writer.bytes)
        var restored = try DuplicateFilter(from: &reader)
        for number in UInt64(0)..<3_000 {
            #expect(restored.verdict(id: number, content: 9) == filter.verdict(id: number, content: 9))
        }
        filter.forget(before: moment(2_000))
        restored.forget(before: moment(2_000))
        var again = StateWriter()
        restored.write(to: &again)
        var original = StateWriter()
        filter.write(to: &original)
        #expect(again.bytes == original.bytes)
    }
}
