import EventLog
import Facility
import Hospital
import PatientFlow
import Staffing

/// Silver: bytes to typed events, and events to visits; what cannot be used goes to quarantine with its reason.
///
/// Every message and shift record ends in exactly one of silver, quarantine, duplicate or late.
struct SilverStage {
    var events: TableWriter<EventRow>
    var quarantine: TableWriter<QuarantineRow>
    var late: TableWriter<LateRow>
    var visits: TableWriter<VisitRow>
    var bedStays: TableWriter<StayRow>

    private let configuration: PipelineConfiguration

    init(
        events: TableWriter<EventRow>,
        quarantine: TableWriter<QuarantineRow>,
        late: TableWriter<LateRow>,
        visits: TableWriter<VisitRow>,
        bedStays: TableWriter<StayRow>,
        configuration: PipelineConfiguration
    ) {
        self.events = events
        self.quarantine = quarantine
        self.late = late
        self.visits = visits
        self.bedStays = bedStays
        self.configuration = configuration
    }

    /// What became of a record.
    private enum Verdict {
        case accepted(EventRow)
        case duplicate
        case late(type: String, at: Timestamp)
        case refused(PatientEventDecoder.Fault)
    }

    /// Takes in the record at `index`, moving `state` on; returns the facilities whose time may have moved.
    mutating func process(_ batch: RecordBatch, _ index: Int, _ state: inout PartitionState) -> Range<Int> {
        switch batch.kind(index) {
        case .heartbeat:
            let moment = batch.arrival(index)
            for facility in state.facilities.indices {
                state.facilities[facility].advance(to: moment, offset: batch.offset(index))
            }
            return state.facilities.indices
        case .command:
            obey(batch, index, &state)
            return 0..<0
        case .configuration, .redacted:
            // Bronze has the record; silver has nothing to say of it.
            return 0..<0
        case .message, .shift:
            guard !batch.key(index).isEmpty, let facility = state.index(of: batch.key(index), configuration)
            else {
                return setAsideUnattributed(batch, index, stranger(batch.key(index)), &state)
            }
            let verdict =
                batch.kind(index) == .message
                ? takeMessage(batch, index, &state.facilities[facility])
                : takeShift(batch, index, &state.facilities[facility])
            book(verdict, batch, index, &state, facility)
            return facility..<facility + 1
        default:
            let fault = PatientEventDecoder.Fault(
                "unknown_kind",
                "a record kind that this version does not know"
            )
            return setAsideUnattributed(batch, index, fault, &state)
        }
    }

    /// Why a record of this key is given no facility.
    private func stranger(_ key: String) -> PatientEventDecoder.Fault {
        guard !key.isEmpty, configuration.rules(key) == nil else {
            return .init("facility_missing", "the log record has no usable facility key")
        }
        return .init("site_unknown", "no file in `sites` describes the facility that the log record is of")
    }

    /// Sets aside what must not give a facility a state; no facility's time moves.
    private mutating func setAsideUnattributed(
        _ batch: RecordBatch,
        _ index: Int,
        _ fault: PatientEventDecoder.Fault,
        _ state: inout PartitionState
    ) -> Range<Int> {
        state.unattributed.records += 1
        state.unattributed.quarantined += 1
        set(aside: batch, index, fault, &state)
        return 0..<0
    }

    // MARK: Deciding

    private mutating func takeMessage(
        _ batch: RecordBatch,
        _ index: Int,
        _ facility: inout FacilityState
    ) -> Verdict {
        let range = batch.payloadRange(index)
        do throws(PatientEventDecoder.Fault) {
            let header = try facility.decoder.header(batch.payload, range, facility: facility.facility)
            let content = ContentHash.hash(batch.payload, range)
            switch facility.duplicates.verdict(id: header.identity, content: content) {
            case .duplicate: return .duplicate
            case .reusedID:
                throw .init("control_id_reused", "MSH-10 was used before for another message of this sender")
            case .new: break
            }
            let event = try facility.decoder.event(
                header,
                batch.payload,
                facility: facility.facility,
                receivedAt: batch.arrival(index)
            )
            switch facility.flow.apply(event, offset: batch.offset(index)) {
            case .late: return .late(type: event.trigger.code, at: event.at)
            case .refused(let reason): throw .init(reason, "a named limit of the facility is reached")
            case .applied: break
            }
            facility.duplicates.remember(id: header.identity, content: content, at: event.at)
            facility.follow(offset: batch.offset(index))
            return .accepted(
                EventRow(
                    event,
                    controlID: header.controlID,
                    partition: batch.partition,
                    offset: batch.offset(index),
                    receivedAt: batch.arrival(index)
                )
            )
        } catch {
            return .refused(error)
        }
    }

    private func takeShift(_ batch: RecordBatch, _ index: Int, _ facility: inout FacilityState) -> Verdict {
        let range = batch.payloadRange(index)
        do throws(PatientEventDecoder.Fault) {
            let event = try facility.shiftDecoder.event(
                batch.payload[range],
                facility: facility.facility,
                receivedAt: batch.arrival(index)
            )
            let identity = ContentHash.hash(Array(event.eventID.utf8), 0..<event.eventID.utf8.count)
            let content = ContentHash.hash(batch.payload, range)
            switch facility.duplicates.verdict(id: identity, content: content) {
            case .duplicate: return .duplicate
            case .reusedID: throw .init("control_id_reused", "event_id was used before for another event")
            case .new: break
            }
            switch facility.shifts.apply(
                event,
                watermark: facility.flow.watermark,
                offset: batch.offset(index)
            ) {
            case .late: return .late(type: event.status.rawValue, at: event.at)
            case .full: throw .init("shift_limit", "a named limit of the facility is reached")
            case .applied: break
            }
            facility.duplicates.remember(id: identity, content: content, at: event.at)
            facility.advance(to: event.at, offset: batch.offset(index))
            return .accepted(
                EventRow(
                    event,
                    partition: batch.partition,
                    offset: batch.offset(index),
                    receivedAt: batch.arrival(index)
                )
            )
        } catch {
            return .refused(error)
        }
    }

    private func obey(_ batch: RecordBatch, _ index: Int, _ state: inout PartitionState) {
        guard let command = PersonCommand(payload: batch.payload[batch.payloadRange(index)]),
            command.facility == batch.key(index), let facility = state.facilityIndex[command.facility]
        else { return }
        switch command.deed {
        case .acknowledge(let alert):
            _ = state.facilities[facility].flow.acknowledge(
                alert: alert,
                actor: command.actor,
                offset: batch.offset(index)
            )
        case .erase(let patient):
            let erasure = state.facilities[facility].flow.erase(offset: batch.offset(index)) {
                PatientDigest(facility: command.facility, patient: $0) == patient
            }
            // The live slices without the patient go out with the next commit.
            if case .erased = erasure { state.facilities[facility].isDirty = true }
        case .challenge(let part):
            guard let model = state.facilities[facility].delivery.take(part) else { return }
            state.facilities[facility].flow.challenge(with: model)
        }
    }

    // MARK: Booking

    private mutating func book(
        _ verdict: Verdict,
        _ batch: RecordBatch,
        _ index: Int,
        _ state: inout PartitionState,
        _ facility: Int
    ) {
        state.facilities[facility].accounting.records += 1
        let offset = batch.offset(index)
        switch verdict {
        case .accepted(let row):
            state.facilities[facility].accounting.silver += 1
            events.append(row, facility: row.facility, partition: batch.partition, offset: offset)
        case .duplicate:
            state.facilities[facility].accounting.duplicates += 1
        case .late(let type, let moment):
            state.facilities[facility].accounting.late += 1
            let row = LateRow(record: RecordRow(batch, index), eventType: type, eventTime: moment)
            late.append(row, facility: batch.key(index), partition: batch.partition, offset: offset)
        case .refused(let fault):
            state.facilities[facility].accounting.quarantined += 1
            set(aside: batch, index, fault, &state)
        }
    }

    private mutating func set(
        aside batch: RecordBatch,
        _ index: Int,
        _ fault: PatientEventDecoder.Fault,
        _ state: inout PartitionState
    ) {
        state.quarantineReasons[fault.reason, default: 0] += 1
        let row = QuarantineRow(record: RecordRow(batch, index), reason: fault.reason, detail: fault.detail)
        quarantine.append(
            row,
            facility: batch.key(index),
            partition: batch.partition,
            offset: batch.offset(index)
        )
    }

    /// Hands over the visits of `facility` that will not change again.
    mutating func settle(_ rows: [Settled<VisitRow>], partition: Int) {
        for settled in rows {
            let facility = settled.row.facility
            visits.append(settled.row, facility: facility, partition: partition, offset: settled.offset)
            for stay in settled.row.stays {
                bedStays.append(stay, facility: facility, partition: partition, offset: settled.offset)
            }
        }
    }
}
