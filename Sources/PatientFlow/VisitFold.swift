package import Hospital

/// A visit's events and the row they fold to.
///
/// The row is a function of the events in order of event time, so a late event needs no code of its own;
/// a cancel takes its target out of the list.
package struct VisitRecord: Sendable, Equatable {
    /// Most events one visit may have; more is a broken sender.
    package static let eventLimit = 1_000

    package private(set) var events: [VisitEvent] = []
    package private(set) var visit: Visit
    /// Whether the patient's data were erased: the row is told no more, its share in the KPIs stays.
    package private(set) var isErased = false

    package init(key: String) {
        visit = Visit(key: key)
    }

    /// Rebuilds a record from its saved events.
    init(
        key: String,
        patient: String,
        events: [VisitEvent],
        isErased: Bool,
        isEmergency: (Int32) -> Bool
    ) {
        self.events = events
        self.isErased = isErased
        visit = Self.fold(key: key, patient: patient, events: events, isEmergency: isEmergency)
    }

    /// Forgets who it was: from now on the visit goes by `pseudonym`.
    mutating func erase(as pseudonym: String) {
        visit.key = pseudonym
        visit.patient = ""
        isErased = true
    }

    /// Time of the newest event.
    package var lastEventAt: Timestamp { events.last?.at ?? .distantPast }

    /// Adds `event` in its place and folds; `isEmergency` tells emergency wards by number.
    mutating func insert(_ event: VisitEvent, patient: String, isEmergency: (Int32) -> Bool) {
        if !patient.isEmpty { visit.patient = patient }
        let isNewest = events.last.map { $0.precedes(event) } ?? true
        if isNewest {
            events.append(event)
            if !event.trigger.isCancel {
                visit.apply(event, isEmergency: isEmergency)
                return
            }
        } else {
            let place = events.firstIndex { event.precedes($0) } ?? events.endIndex
            events.insert(event, at: place)
        }
        visit = Self.fold(key: visit.key, patient: visit.patient, events: events, isEmergency: isEmergency)
    }

    /// Folds the events again, by other emergency wards.
    mutating func refold(isEmergency: (Int32) -> Bool) {
        visit = Self.fold(key: visit.key, patient: visit.patient, events: events, isEmergency: isEmergency)
    }

    private static func fold(
        key: String,
        patient: String,
        events: [VisitEvent],
        isEmergency: (Int32) -> Bool
    ) -> Visit {
        var visit = Visit(key: key, patient: patient)
        for event in effective(events) { visit.apply(event, isEmergency: isEmergency) }
        return visit
    }

    /// The events without cancels and what they cancel.
    private static func effective(_ events: [VisitEvent]) -> [VisitEvent] {
        var kept: [VisitEvent] = []
        kept.reserveCapacity(events.count)
        for event in events {
            switch event.trigger {
            case .cancelAdmit:
                let target =
                    kept.lastIndex { $0.trigger == .admit } ?? kept.lastIndex { $0.trigger == .register }
                guard let target else { continue }
                let wasRegistration = kept[target].trigger == .register
                let wasDirect = !kept.contains { $0.trigger == .register }
                if wasRegistration || wasDirect { kept.removeAll() } else { kept.remove(at: target) }
            case .cancelDischarge:
                if let target = kept.lastIndex(where: { $0.trigger == .discharge }) {
                    kept.remove(at: target)
                }
            default:
                kept.append(event)
            }
        }
        return kept
    }
}

extension PatientEvent.Trigger {
    /// Whether this trigger takes an earlier event back.
    var isCancel: Bool { self == .cancelAdmit || self == .cancelDischarge }
}

extension Visit {
    /// Takes in one event that is not a cancel and not older than those before it.
    mutating func apply(_ event: VisitEvent, isEmergency: (Int32) -> Bool) {
        takeDetails(of: event)
        switch event.trigger {
        case .register:
            // A discharged visit neither arrives nor is admitted again; A13 opens it first.
            if arrivedAt == nil, dischargedAt == nil { arrivedAt = event.at }
            move(to: event, isEmergency: isEmergency)
        case .admit:
            if admittedAt == nil, dischargedAt == nil {
                admittedAt = event.at
                admissionWard = event.ward
            }
            move(to: event, isEmergency: isEmergency)
        case .transfer:
            move(to: event, isEmergency: isEmergency)
        case .discharge:
            guard dischargedAt == nil else { return }
            dischargedAt = event.at
            endStay(at: event.at)
            if arrivedAt != nil, edDepartedAt == nil { edDepartedAt = event.at }
        case .update, .cancelAdmit, .cancelDischarge:
            break
        }
    }

    private mutating func takeDetails(of event: VisitEvent) {
        if event.patientClass != .unknown { patientClass = event.patientClass }
        if event.gender != .unknown { gender = event.gender }
        if event.arrivalMode != .unknown { arrivalMode = event.arrivalMode }
        if event.ageYears != VisitEvent.absent16 { ageYears = Int(event.ageYears) }
        if event.acuity != VisitEvent.absent8 { acuity = Int(event.acuity) }
        if event.service != 0 { service = event.service }
        if seenAt == nil { seenAt = event.seenAt }
    }

    private mutating func move(to event: VisitEvent, isEmergency: (Int32) -> Bool) {
        guard dischargedAt == nil, event.ward != 0 else { return }
        if let current = stays.last, current.ward == event.ward, current.bed == event.bed { return }
        endStay(at: event.at)
        stays.append(
            BedStay(
                ward: event.ward,
                bed: event.bed,
                startedAt: event.at,
                endedAt: nil,
                byTransfer: event.trigger == .transfer
            )
        )
        if arrivedAt != nil, edDepartedAt == nil, !isEmergency(event.ward) { edDepartedAt = event.at }
    }

    private mutating func endStay(at moment: Timestamp) {
        guard let last = stays.indices.last, stays[last].endedAt == nil else { return }
        stays[last].endedAt = moment
    }
}
