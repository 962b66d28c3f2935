import HL7
package import Hospital

/// An ADT stream made of a CSV of real attendances, in the order of time; memory is bounded by the file.
///
/// Each row gives A04 at arrival, A08 when triaged and when first seen, then A03 at departure, or A01 into
/// the ward for admitted patients and A03 when the ward's stay is known. A malformed row is sent on as it
/// stands, so that the pipeline quarantines it: nothing is lost.
package struct AttendanceFeed: Sequence, IteratorProtocol, Sendable {
    private enum Step: UInt8 {
        case malformed, register, triage, seen, leave, leaveWard
    }

    private struct Pending {
        var at: Timestamp
        /// Position in `attendances`, or in `malformed`.
        var index: Int32
        var row: Int32
        var step: Step
    }

    /// Counts and faults; complete from the start.
    package private(set) var report = AttendanceReport()
    private let mapping: AttendanceMapping
    private let facilityOfMalformed: String
    private let bytes: [UInt8]
    private var attendances: [Attendance] = []
    private var malformed: [Range<Int>] = []
    private var pending: [Pending] = []
    private var position = 0
    private var builder = MessageBuilder()

    /// Reads all rows of `csv`; throws when it has no header or lacks a column the mapping names.
    ///
    /// - Parameter notAfter: when the file is read: a row with a later time is malformed, since it would move the
    ///   hospital's clock there.
    package init(
        csv: [UInt8],
        mapping: AttendanceMapping,
        notAfter: Timestamp
    ) throws(AttendanceMappingError) {
        self.mapping = mapping
        bytes = csv
        var rows = CSVReader(csv)
        guard let header = rows.next() else { throw .noHeader }
        var reader = try AttendanceReader(
            mapping: mapping,
            header: header.fields,
            notAfter: notAfter
        )
        facilityOfMalformed = reader.facilityWithoutRow
        if reader.spreadsMinutes {
            var counting = rows
            while let row = counting.next() { reader.count(row) }
        }
        while let row = rows.next() {
            report.rows += 1
            do {
                let attendance = try reader.read(row, number: report.rows)
                report.add(attendance, ignoredTimes: reader.ignoredTimes)
                append(attendance)
            } catch {
                report.add(error)
                append(malformed: row.bytes)
            }
        }
        placeLeadingMalformed()
        pending.sort { ($0.at, $0.row, $0.step.rawValue) < ($1.at, $1.row, $1.step.rawValue) }
    }

    /// Number of records the feed yields in all.
    package var recordCount: Int { pending.count }

    package mutating func next() -> FeedRecord? {
        guard position < pending.count else { return nil }
        let item = pending[position]
        position += 1
        guard item.step != .malformed else {
            return FeedRecord(
                kind: .message,
                facility: facilityOfMalformed,
                sentAt: item.at,
                payload: Array(bytes[malformed[Int(item.index)]])
            )
        }
        let attendance = attendances[Int(item.index)]
        message(item, attendance).encode(into: &builder)
        return FeedRecord(
            kind: .message,
            facility: attendance.facility,
            sentAt: item.at,
            payload: builder.bytes
        )
    }

    private mutating func append(_ attendance: Attendance) {
        let index = Int32(attendances.count)
        let row = Int32(report.rows)
        attendances.append(attendance)
        let end = attendance.departure
        let times: [(Timestamp?, Step)] = [
            (attendance.arrival, .register), (attendance.triaged, .triage), (attendance.seen, .seen),
            (end, .leave),
            (attendance.isAdmitted ? attendance.wardDeparture : nil, .leaveWard),
        ]
        for (time, step) in times {
            guard let time else { continue }
            pending.append(Pending(at: time, index: index, row: row, step: step))
        }
    }

    /// A malformed row is sent at the arrival of the last good row before it.
    private mutating func append(malformed range: Range<Int>) {
        let at = attendances.last?.arrival ?? .distantPast
        let index = Int32(malformed.count)
        malformed.append(range)
        pending.append(Pending(at: at, index: index, row: Int32(report.rows), step: .malformed))
    }

    /// Those before any good row go with the first arrival, or with 1970 when no row is good.
    private mutating func placeLeadingMalformed() {
        let first = attendances.first?.arrival ?? Timestamp(seconds: 0)
        for index in pending.indices where pending[index].at == .distantPast { pending[index].at = first }
    }

    private func message(_ item: Pending, _ attendance: Attendance) -> ADTMessage {
        let isInWard = attendance.isAdmitted && (item.step == .leave || item.step == .leaveWard)
        let isTriaged = attendance.triaged.map { $0 <= item.at && item.step != .register } ?? true
        let event = PatientEvent(
            trigger: trigger(item.step, attendance),
            facility: attendance.facility,
            visit: attendance.visit,
            patient: attendance.patient,
            at: item.at,
            patientClass: isInWard ? .inpatient : .emergency,
            location: Location(ward: isInWard ? attendance.ward : mapping.emergencyWard),
            ageYears: attendance.ageYears,
            gender: attendance.gender,
            acuity: isTriaged ? attendance.acuity : nil,
            arrivalMode: attendance.arrivalMode,
            service: attendance.service,
            seenAt: attendance.seen.flatMap {
                $0 <= item.at && item.step.rawValue >= Step.seen.rawValue ? $0 : nil
            }
        )
        let isDischarge = event.trigger == .discharge
        return ADTMessage(
            event: event,
            controlID: "R\(item.row)-\(item.step.rawValue)",
            sentAt: item.at,
            admittedAt: attendance.arrival,
            dischargedAt: isDischarge ? item.at : nil
        )
    }

    private func trigger(_ step: Step, _ attendance: Attendance) -> PatientEvent.Trigger {
        switch step {
        case .malformed, .register: .register
        case .triage, .seen: .update
        case .leave: attendance.isAdmitted ? .admit : .discharge
        case .leaveWard: .discharge
        }
    }
}
