package import Hospital

/// Saving and restoring the flow of one facility; the restored value continues exactly where the saved one stood.
extension FlowState {
    /// Appends everything that the configuration does not give; `output` must have been drained.
    package func write(to writer: inout StateWriter) {
        writer.write(watermark)
        writer.write(openHour ?? .min)
        writer.write(lastSettleHour)
        writer.write(lastQualityHour)
        writer.write(UInt32(names.names.count))
        for name in names.names { writer.write(name) }
        writer.write(UInt32(visits.count))
        for key in visits.keys.sorted() {
            guard let record = visits[key] else { continue }
            writer.write(key)
            writer.write(record.visit.patient)
            writer.write(record.isErased)
            writer.write(record.events)
        }
        settledKeys.write(to: &writer)
        ledger.write(to: &writer)
        writer.write(timers.heap)
        writer.write(alerts.open.values.sorted { $0.id < $1.id })
        writer.write(Int64(alerts.suppressed))
        predictor.write(to: &writer)
    }

    /// Restores what `write(to:)` saved for the same site.
    package init(site: Site, seed: UInt64, from reader: inout StateReader) throws(StateError) {
        self.init(site: site, seed: seed)
        watermark = try reader.timestamp()
        let savedOpenHour: Int64 = try reader.integer()
        openHour = savedOpenHour == .min ? nil : savedOpenHour
        lastSettleHour = try reader.integer()
        lastQualityHour = try reader.integer()
        names = NameTable()
        for _ in 0..<(try reader.integer(UInt32.self)) { _ = names.number(of: try reader.string()) }
        emergencyWards = WardSet()
        for ward in site.layout.wards where ward.isEmergency {
            if let number = names.number(of: ward.code) { emergencyWards.insert(number) }
        }
        for _ in 0..<(try reader.integer(UInt32.self)) {
            let key = try reader.string()
            let patient = try reader.string()
            let isErased = try reader.bool()
            let record = VisitRecord(
                key: key,
                patient: patient,
                events: try reader.array(),
                isErased: isErased
            ) { [emergencyWards] in emergencyWards.contains($0) }
            visits.put(record, key)
            countNow(record.visit, 1)
        }
        settledKeys = try SettledKeys(from: &reader)
        ledger = try KPILedger(from: &reader)
        timers = TimerQueue(heap: try reader.array())
        alerts = AlertBook(open: try reader.array(), suppressed: Int(try reader.integer(Int64.self)))
        predictor = try StayPredictor(from: &reader)
    }
}

extension VisitEvent: StateCoded {
    package func write(to writer: inout StateWriter) {
        writer.write(at)
        writer.write(offset)
        writer.write(trigger.rawValue)
        writer.write(patientClass.rawValue)
        writer.write(gender.rawValue)
        writer.write(arrivalMode.rawValue)
        writer.write(acuity)
        writer.write(ageYears)
        writer.write(ward)
        writer.write(bed)
        writer.write(service)
        writer.write(seenAt)
    }

    package init(from reader: inout StateReader) throws(StateError) {
        at = try reader.timestamp()
        offset = try reader.integer()
        trigger = try reader.raw()
        patientClass = try reader.raw()
        gender = try reader.raw()
        arrivalMode = try reader.raw()
        acuity = try reader.integer()
        ageYears = try reader.integer()
        ward = try reader.integer()
        bed = try reader.integer()
        service = try reader.integer()
        seenAt = try reader.optional()
    }
}

extension KPILedger: StateCoded {
    package func write(to writer: inout StateWriter) {
        writer.write(UInt32(sums.count))
        for (key, total) in sums.sorted(by: { $0.key.packed < $1.key.packed }) {
            writer.write(key.packed)
            writer.write(total.count)
            writer.write(total.sum)
            writer.write(total.squares)
            writer.write(total.distinct)
        }
        writer.write(UInt32(members.count))
        let ordered = members.sorted {
            ($0.key.key.packed, $0.key.number) < ($1.key.key.packed, $1.key.number)
        }
        for (member, count) in ordered {
            writer.write(member.key.packed)
            writer.write(member.number)
            writer.write(count)
        }
    }

    package init(from reader: inout StateReader) throws(StateError) {
        for _ in 0..<(try reader.integer(UInt32.self)) {
            let key = Key(packed: try reader.integer())
            guard key.family < KPICatalog.families.count else { throw StateError("unknown KPI family") }
            sums[key] = KPISums(
                count: try reader.integer(),
                sum: try reader.integer(),
                squares: try reader.integer(),
                distinct: try reader.integer()
            )
        }
        for _ in 0..<(try reader.integer(UInt32.self)) {
            let key = Key(packed: try reader.integer())
            let number: Int32 = try reader.integer()
            members[Member(key: key, number: number)] = try reader.integer()
        }
    }
}

extension TimerQueue.Timer: StateCoded {
    package func write(to writer: inout StateWriter) {
        writer.write(due)
        writer.write(subject.rawValue)
        writer.write(key)
    }

    package init(from reader: inout StateReader) throws(StateError) {
        due = try reader.timestamp()
        subject = try reader.raw()
        key = try reader.string()
    }
}

extension Alert: StateCoded {
    package func write(to writer: inout StateWriter) {
        for text in [
            id, rule.rawValue, visit, ward, bed, state.rawValue, message, modelVersion, reasons,
        ] { writer.write(text) }
        writer.write(raisedAt)
        writer.write(value)
        writer.write(threshold)
    }

    package init(from reader: inout StateReader) throws(StateError) {
        id = try reader.string()
        rule = try reader.named()
        visit = try reader.string()
        ward = try reader.string()
        bed = try reader.string()
        state = try reader.named()
        message = try reader.string()
        modelVersion = try reader.string()
        reasons = try reader.string()
        raisedAt = try reader.timestamp()
        value = try reader.double()
        threshold = try reader.double()
    }
}
