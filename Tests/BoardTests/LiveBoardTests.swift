import FoundationEssentials
import Hospital
import Board
import TestSupport
import Testing

@Suite struct LiveBoardTests {
    @Test func aBoardNothingWasPublishedToHasNoCurrentAndNoAge() {
        let board = LiveBoard()
        #expect(board.current == nil)
        #expect(board.age == nil)
        #expect(board.past(after: 0) == nil)
    }

    @Test func ageCountsFromTheLastPublish() {
        let clock = ManualClock()
        let board = LiveBoard(now: { clock.now })
        board.publish(Sample.board(1))
        clock.advance(by: .seconds(7))
        #expect(board.age == .seconds(7))
        board.publish(Sample.board(2))
        #expect(board.age == .zero)
    }

    @Test func theRingKeepsTheLastThousandAndSaysWhenMoreIsAsked() {
        let board = LiveBoard()
        for sequence in 1...Int64(LiveBoard.ringLimit + 50) {
            board.publish(
                BoardSnapshot(sequence: sequence, asOf: Sample.start),
                transitions: [Sample.alert("a\(sequence)")]
            )
        }
        #expect(board.past(after: 50) == nil)
        #expect(board.past(after: 51)?.count == 999)
        #expect(board.past(after: 1_048)?.map(\.sequence) == [1_049, 1_050])
        #expect(board.past(after: 1_049)?.first?.transitions.map(\.id) == ["a1050"])
        #expect(board.past(after: 1_050) == [])
        #expect(board.past(after: 1_051) == nil)
    }

    @Test func aSlowSubscriberKeepsTheNewestAndTheRestIsCounted() async {
        let board = LiveBoard()
        let updates = board.subscribe()
        for sequence in 1...100 as ClosedRange<Int64> {
            board.publish(BoardSnapshot(sequence: sequence, asOf: Sample.start))
        }
        #expect(board.droppedUpdates == Int64(100 - LiveBoard.subscriberLimit))
        var iterator = updates.makeAsyncIterator()
        #expect(await iterator.next()?.sequence == Int64(100 - LiveBoard.subscriberLimit + 1))
    }

    @Test func aSubscriberStartsWithTheCurrentUpdateAndIsForgottenWhenItEnds() async {
        let board = LiveBoard()
        board.publish(Sample.board(5))
        let updates = board.subscribe()
        #expect(board.subscriberCount == 1)
        let reader = Task {
            for await update in updates { return update.sequence }
            return -1
        }
        #expect(await reader.value == 5)
        let waiting = Task { for await _ in board.subscribe() {} }
        waiting.cancel()
        await waiting.value
        #expect(board.subscriberCount <= 1)
    }

    @Test func snapshotsSurviveJSONWithSnakeCaseKeysAndTextTimes() throws {
        let board = LiveBoard()
        var snapshot = Sample.board(7, alerts: [Sample.alert("a")])
        snapshot.asOf.microseconds += 250
        board.publish(snapshot)
        let bytes = try #require(board.current?.json.board())
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(text.contains("\"as_of\":\"2026-01-05T07:00:07.000250Z\""))
        #expect(text.contains("\"level_reasons\"") && text.contains("\"end_offset\":1000"))
        #expect(text.contains("\"balances\":true"))
        #expect(try JSONDecoder().decode(BoardSnapshot.self, from: Data(bytes)) == snapshot)
    }

    @Test func aFacilityFilterLeavesTheOthersOut() throws {
        let board = LiveBoard()
        board.publish(Sample.board(1))
        let json = try #require(board.current?.json)
        let bytes = try #require(json.board(facility: "RXB"))
        let filtered = try JSONDecoder().decode(BoardSnapshot.self, from: Data(bytes))
        #expect(filtered.facilities.map(\.facility) == ["RXB"])
        #expect(json.board(facility: "NONE") == nil)
        #expect(json.facility("NONE") == nil)
    }

    @Test(arguments: ["2026-02-30T00:00:00Z", "2026-01-05 07:00:00Z", "2026-01-05T07:00:00.12Z", "x", ""])
    func momentsThatAreNotISOAreRefused(text: String) {
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode([ISOMoment].self, from: Data("[\"\(text)\"]".utf8))
        }
    }

    @Test func numbersThatAreNotFiniteNeverReachTheScreen() {
        let tile = Tile(id: "x", label: "x", value: .nan, unit: "", trend: [1, .infinity, 2])
        #expect(tile.value == nil)
        #expect(tile.trend == [1, 2])
    }
}
