import Alerts
import Hospital
import Testing

extension AlertRule {
    /// A rule of an owner of its own.
    fileprivate static let shiftShort = AlertRule("shift_short", .high, figure: .hours, escalates: true)
}

private let monday = Timestamp(seconds: 1_767_571_200)

private func alert(_ rule: AlertRule, ward: String = "MED", at moment: Timestamp = monday) -> Alert {
    Alert(
        id: "",
        rule: rule,
        visit: "",
        ward: ward,
        bed: "",
        raisedAt: moment,
        state: .raised,
        value: 3.4,
        threshold: 2,
        message: "Hours nobody covers"
    )
}

@Suite struct AlertBookTests {
    @Test func aRuleOfAnyOwnerLivesAndIsRestored() throws {
        var book = AlertBook()
        let step = book.apply(.raise(alert(.shiftShort)), facility: "RXA", offset: 4)
        let raised = try #require(step)
        #expect(raised.alert.id.count == 16 && raised.alert.words == "Hours nobody covers (3 h)")
        let again = book.apply(.raise(alert(.shiftShort)), facility: "RXA", offset: 5)
        #expect(again == nil)
        let timer = try #require(book.escalation(of: raised, after: .minutes(10)))
        #expect(timer.due == monday + .minutes(10) && timer.subject == .escalateAlert)
        var writer = StateWriter()
        book.write(to: &writer)
        var reader = StateReader(writer.bytes)
        book = try AlertBook(from: &reader)
        #expect(reader.isAtEnd)
        let kept = try #require(book.alert(.shiftShort, ward: "MED"))
        #expect(kept.rule.severity == .high && kept.rule.escalates && kept.rule.figure == .hours)
        let steps = [6, 7].map { book.escalate(timer, facility: "RXA", offset: $0)?.alert.state }
        #expect(steps == [.escalated, nil])
        let cleared = book.apply(.clearWard(.shiftShort, ward: "MED", at: monday), facility: "RXA", offset: 8)
        #expect(cleared?.alert.state == .cleared && book.open.isEmpty)
    }

    @Test func rulesAreToldApartByNameAlone() {
        // A table written by another version may say another severity.
        #expect(AlertRule("shift_short", .watch) == .shiftShort)
        #expect(Set([AlertRule("a", .watch), AlertRule("a", .high), AlertRule("b", .high)]).count == 2)
    }

    @Test func aFullBookCountsWhatItDoesNotRaise() {
        var book = AlertBook()
        for number in 0...AlertBook.capacity {
            _ = book.apply(.raise(alert(.shiftShort, ward: "W\(number)")), facility: "RXA", offset: 1)
        }
        #expect(book.open.count == AlertBook.capacity && book.suppressed == 1)
    }

    @Test func aFigureThatIsNoNumberIsToldWithoutATrap() {
        var endless = alert(.shiftShort)
        endless.value = .infinity
        #expect(endless.words.hasPrefix("Hours nobody covers ("))
        endless.value = .nan
        #expect(endless.words == "Hours nobody covers (0 h)")
    }
}
