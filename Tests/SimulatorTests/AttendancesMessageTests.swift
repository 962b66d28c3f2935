import HL7
import Hospital
import Simulator
import Testing

private func message(_ trigger: PatientEvent.Trigger) -> ADTMessage {
    let at = CivilTime(year: 2026, month: 1, day: 5, hour: 7).utc
    return ADTMessage(
        event: PatientEvent(
            trigger: trigger,
            facility: "R|A",
            visit: "V1",
            patient: "P^1",
            at: at,
            patientClass: .emergency,
            location: Location(ward: "ED", bed: "12"),
            ageYears: 40,
            gender: .female,
            acuity: 3,
            arrivalMode: .ambulance,
            service: "MED&X",
            seenAt: at + .minutes(-5)
        ),
        controlID: "C1",
        sentAt: at + .seconds(2),
        familyName: "O~Neil",
        givenName: "Ann",
        disposition: "home",
        admittedAt: at,
        dischargedAt: at
    )
}

@Test(arguments: PatientEvent.Trigger.allCases)
func messageOfEachTriggerReadsBack(trigger: PatientEvent.Trigger) throws {
    let bytes = message(trigger).bytes
    var index = MessageIndex()
    try index.parse(bytes)
    let structures: [PatientEvent.Trigger: String] = [
        .admit: "ADT_A01", .transfer: "ADT_A02", .discharge: "ADT_A03", .register: "ADT_A01",
        .update: "ADT_A01",
        .cancelAdmit: "ADT_A09", .cancelDischarge: "ADT_A01",
    ]
    #expect(try index.text(.msh, 9, component: 2, in: bytes) == trigger.code)
    #expect(try index.text(.msh, 9, component: 3, in: bytes) == structures[trigger])
    #expect(try index.text(.evn, 1, in: bytes) == trigger.code)
    #expect(try index.text(.msh, 4, in: bytes) == "R|A")
    #expect(try index.text(.msh, 10, in: bytes) == "C1")
    #expect(try index.timestamp(.msh, 7, in: bytes)?.microseconds() == message(trigger).sentAt.microseconds)
    #expect(try index.timestamp(.evn, 6, in: bytes)?.microseconds() == message(trigger).event.at.microseconds)
    #expect(try index.text(.pid, 3, component: 1, in: bytes) == "P^1")
    #expect(try index.text(.pid, 5, component: 1, in: bytes) == "O~Neil")
    #expect(try index.text(.pid, 7, in: bytes) == "19860101")
    #expect(try index.text(.pid, 8, in: bytes) == "F")
    #expect(try index.text(.pv1, 3, component: 3, in: bytes) == "12")
    #expect(try index.text(.pv1, 10, in: bytes) == "MED&X")
    #expect(try index.text(.pv1, 14, in: bytes) == "ambulance")
    #expect(try index.text(.pv1, 19, component: 1, in: bytes) == "V1")
    #expect(try index.text(.pv1, 36, in: bytes) == "home")
    #expect(try index.text(.pv1, 45, in: bytes) == "20260105070000+0000")
    let seen = try #require(index.observation("SEEN", in: bytes))
    #expect(
        index.field(ofSegment: seen, 5).map { String(decoding: bytes[$0], as: UTF8.self) }
            == "20260105065500+0000"
    )
}

@Test func unknownValuesLeaveTheirFieldsOut() throws {
    let at = Timestamp(seconds: 0)
    let event = PatientEvent(trigger: .register, facility: "R", visit: "V", patient: "P", at: at)
    let text = String(decoding: ADTMessage(event: event, controlID: "1", sentAt: at).bytes, as: UTF8.self)
    #expect(text.contains("\rPID|1||P^^^R^MR||||||\r") || text.contains("\rPID|1||P^^^R^MR|||||\r"))
    #expect(text.contains("\rPV1|1||||"))
    #expect(!text.contains("OBX"))
}
