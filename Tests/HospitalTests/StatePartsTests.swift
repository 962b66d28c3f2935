import Hospital
import Testing

@Suite struct StatePartsTests {
    private func parts(version: UInt16) -> StateParts {
        var parts = StateParts()
        parts.add("alerts", version: version) { $0.write("three") }
        parts.add("timers", version: 1) { $0.write(Int64(7)) }
        return parts
    }

    private func text(_ parts: StateParts, _ versions: ClosedRange<UInt16>) throws(StateError) -> String {
        try parts.read("alerts", versions: versions) { reader, version throws(StateError) in
            version == 1 ? "was " + (try reader.string()) : try reader.string()
        }
    }

    private func failure(_ parts: StateParts, _ versions: ClosedRange<UInt16>) -> StateError? {
        do throws(StateError) {
            _ = try text(parts, versions)
            return nil
        } catch {
            return error
        }
    }

    @Test func aPartIsReadByItsVersionAndAnOlderOneIsMigrated() throws {
        #expect(try text(parts(version: 2), 1...2) == "three")
        #expect(try text(parts(version: 1), 1...2) == "was three")
    }

    @Test func aPartOfANewerOrAnOutdatedVersionIsRefusedByName() {
        let newer = failure(parts(version: 3), 1...2)
        #expect(newer?.reason == .newer && newer?.part == "alerts")
        #expect(newer?.description.contains("version 3") == true)
        let outdated = failure(parts(version: 1), 2...2)
        #expect(outdated?.reason == .outdated && outdated?.part == "alerts")
        var without = parts(version: 1)
        without.remove("alerts")
        #expect(failure(without, 1...1)?.reason == .missing)
    }

    @Test func bytesLeftOverOrMissingAreDamage() {
        var long = parts(version: 1)
        long.add(.init(name: "alerts", version: 1, bytes: [0, 0, 0, 0, 9]))
        #expect(failure(long, 1...1)?.reason == .damaged)
        long.add(.init(name: "alerts", version: 1, bytes: [9, 0, 0, 0, 9]))
        let cut = failure(long, 1...1)
        #expect(cut?.reason == .damaged && cut?.part == "alerts")
    }

    @Test func partsAreReadBackAsWrittenInTheirOrder() throws {
        var writer = StateWriter()
        parts(version: 2).write(to: &writer)
        var reader = StateReader(writer.bytes)
        let read = try StateParts(from: &reader)
        #expect(reader.isAtEnd && read == parts(version: 2))
        #expect(read.parts.map(\.name) == ["alerts", "timers"])
    }
}
