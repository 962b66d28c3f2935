package import Hospital
import OnlineForest

/// Stays as they begin, last and end: predictions, learning, and the alerts that follow from predictions.
extension FlowState {
    mutating func followStays(from old: Visit, to new: Visit, at moment: Timestamp, offset: Int64) {
        if old.arrivedAt == nil, let arrivedAt = new.arrivedAt { predictor.pulse.arrived(at: arrivedAt) }
        for kind in StayKind.allCases where kind.begin(of: old) != nil || kind.begin(of: new) != nil {
            end(kind, from: old, to: new)
            guard kind.isOpen(new), new.dischargedAt == nil else { continue }
            if let stage = stage(kind, from: old, to: new) {
                begin(kind, new, stage, at: moment, offset: offset)
            } else if let begin = kind.begin(of: new), begin != kind.begin(of: old) {
                predictor[kind].move(new.key, to: begin)
            }
            schedule(kind, new)
        }
    }

    /// Why a stay is to be predicted anew; nil when nothing new is known of it.
    private func stage(_ kind: StayKind, from old: Visit, to new: Visit) -> Prediction.Stage? {
        let isNew = !predictor.open(kind).contains(new.key)
        if isNew, predictor.hasEnded(kind, new.key) { return nil }
        switch kind {
        case .department:
            if isNew { return .arrival }
            return new.admittedAt == nil && old.acuity == nil && new.acuity != nil ? .triage : nil
        case .inpatient:
            if isNew { return .admission }
            return new.currentStay.map { $0.ward != old.currentStay?.ward } ?? false ? .movement : nil
        }
    }

    private mutating func begin(
        _ kind: StayKind,
        _ visit: Visit,
        _ stage: Prediction.Stage,
        at moment: Timestamp,
        offset: Int64
    ) {
        guard let begin = kind.begin(of: visit) else { return }
        let ward = visit.currentStay?.ward ?? visit.admissionWard
        let forecast = predictor[kind].begin(
            visit.key,
            StayFeature.values(of: visit, at: moment, clock: site.clock, ward: ward, load: load(at: moment)),
            at: moment,
            from: begin,
            ward: ward,
            day: day(of: moment),
            names: names
        )
        tell(kind, visit, stage, forecast, at: moment, offset: offset)
    }

    /// A patient still here passes an edge of the bins of time.
    mutating func passEdge(_ kind: StayKind, _ timer: TimerQueue.Timer, offset: Int64) {
        guard predictor.open(kind)[timer.key]?.timerDue == timer.due, let slot = visits.slot(of: timer.key)
        else {
            return
        }
        let forecast = predictor[kind].passEdge(timer.key, names: names)
        tell(kind, visits.records[slot].visit, .elapsed, forecast, at: timer.due, offset: offset)
        schedule(kind, visits.records[slot].visit)
    }

    /// The limit of a stay has passed.
    mutating func judge(_ kind: StayKind, _ timer: TimerQueue.Timer) {
        predictor.judge(kind, timer.key, at: timer.due, day: today, names: names)
    }

    private mutating func schedule(_ kind: StayKind, _ visit: Visit) {
        let moments = predictor[kind].follow(visit.key, in: visit.currentStay?.ward)
        if let due = moments.edge { timers.schedule(.init(due: due, subject: kind.timer, key: visit.key)) }
        if let due = moments.limit {
            timers.schedule(.init(due: due, subject: kind.verdictTimer, key: visit.key))
        }
    }

    private mutating func end(_ kind: StayKind, from old: Visit, to new: Visit) {
        guard !kind.isOpen(new), predictor.open(kind).contains(new.key) else { return }
        guard let begin = kind.begin(of: new), let end = kind.end(of: new) else {
            return predictor[kind].withdraw(new.key)
        }
        guard predictor[kind].finish(new.key, from: begin, at: end, day: today, names: names) else { return }
        let isDepartment = kind == .department
        predictor.outlook.left(at: end) { moment in
            guard begin <= moment, let ward = new.stays.last(where: { $0.covers(moment) })?.ward else {
                return nil
            }
            return emergencyWards.contains(ward) == isDepartment ? ward : nil
        }
        if isDepartment { predictor.pulse.departed(after: max(0, end.since(begin).minutes)) }
    }

    /// Writes a prediction down and raises or clears what follows from it.
    private mutating func tell(
        _ kind: StayKind,
        _ visit: Visit,
        _ stage: Prediction.Stage,
        _ forecast: StayForecast?,
        at moment: Timestamp,
        offset: Int64
    ) {
        output.predictions.append(
            Prediction(
                facility: site.facility,
                visit: visit.key,
                stage: stage,
                at: moment,
                kind: kind,
                forecast: forecast,
                offset: offset
            )
        )
        // Alerts are for what can still be foreseen: later the timer of the imminent breach tells, and a patient who
        // has stayed for days has a long stay anyway.
        guard let forecast, forecast.verdicts >= site.rules.minimumLearned,
            forecast.stayed <= alertableStay(kind)
        else { return }
        predictor[kind].note(alertable: forecast.overLimit, visit.key)
        watch(kind, visit, forecast, at: moment, offset: offset)
    }

    private func alertableStay(_ kind: StayKind) -> Double {
        kind == .department ? kind.amount(site.rules.likelyBreachWithin) : kind.firstPhase
    }

    /// Raises the alert of a kind of stay at its threshold, and clears it below.
    private mutating func watch(
        _ kind: StayKind,
        _ visit: Visit,
        _ forecast: StayForecast,
        at moment: Timestamp,
        offset: Int64
    ) {
        let isDepartment = kind == .department
        let rule: AlertRule = isDepartment ? .likelyBreach : .criticalRisk
        guard let threshold = threshold(kind), forecast.overLimit >= threshold else {
            return clear(rule, visit: visit.key, at: moment, offset: offset)
        }
        raise(
            rule,
            visit: visit,
            value: isDepartment ? forecast.overLimit : forecast.mean,
            threshold: isDepartment ? threshold : site.rules.criticalStayHours,
            message: isDepartment ? "Likely four-hour breach" : "CRITICAL RISK: long stay predicted",
            forecast: forecast,
            at: moment,
            offset: offset
        )
    }

    /// The probability of a stay over the limit to alert at, now; nil while none is known that meets the aim.
    package func threshold(_ kind: StayKind) -> Double? {
        kind == .department ? predictor.breachThreshold.value : predictor.stayThreshold.value
    }

    /// Puts trained models beside those that serve; they have to prove themselves.
    ///
    /// Returns false, and changes nothing, for a model of another limit or one that sees what is hidden from the
    /// models of this site.
    @discardableResult
    package mutating func challenge(with model: TrainedModel) -> Bool {
        let hidden = site.predictions.hidden
        let fits = StayKind.allCases.allSatisfy { kind in
            model[kind].limit == predictor[kind].limit && model[kind].rules.without.isSuperset(of: hidden)
        }
        guard fits else { return false }
        for kind in StayKind.allCases { predictor[kind].challenge(with: model[kind]) }
        return true
    }

    /// The hospital as features know it.
    package func load(at moment: Timestamp) -> HospitalLoad {
        var load = HospitalLoad()
        load.departmentCensus = censusNow
        load.occupiedBeds = occupiedNow.values.reduce(0, +)
        load.arrivalsLastHour = predictor.pulse.arrivals(before: moment)
        load.recentDepartmentMinutes = predictor.pulse.meanMinutes
        return load
    }

    /// Number of the local day of a moment.
    private func day(of moment: Timestamp) -> Int64 { site.clock.local(moment).dayNumber }

    /// The local day to which what becomes known now counts.
    private var today: Int64 { watermark == .distantPast ? 0 : day(of: watermark) }
}

/// What is written at the turn of an hour and of a day.
extension FlowState {
    mutating func turnHour(offset: Int64) {
        let hour = Timestamp(hourNumber: watermark.hourNumber)
        predictor.breachThreshold.renew()
        predictor.stayThreshold.renew()
        predictor.outlook.mature(at: watermark, day: today, names: names)
        if lastQualityHour != .min {
            let start = site.clock.startOfDay(Timestamp(hourNumber: lastQualityHour))
            if day(of: start) != today {
                output.quality += predictor.dailyQuality(
                    facility: site.facility,
                    day: day(of: start),
                    at: start,
                    offset: offset
                )
            }
        }
        lastQualityHour = watermark.hourNumber
        output.quality += predictor.quality(facility: site.facility, at: hour, offset: offset)
        foresee(offset: offset)
    }

    /// The newest forecast of who leaves a ward, the nearest horizon first; empty where there is none.
    package func newestOutlook(
        ward: String
    ) -> [(horizon: Int, expected: Double, lower: Int, upper: Int)] {
        guard let number = names.number(known: ward), let newest = predictor.outlook.rounds.last else {
            return []
        }
        return newest.cells.filter { $0.ward == number }.map {
            ($0.horizon, $0.expected, $0.lower, $0.upper)
        }
    }

    /// Forecasts who leaves each ward in the next hours.
    private mutating func foresee(offset: Int64) {
        var byWard: [Int32: DischargeOutlook.Chances] = [:]
        for kind in StayKind.allCases where predictor[kind].server.learnedCount > 0 {
            predictor[kind].addChances(at: watermark, to: &byWard) {
                emergencyWards.contains($0) == (kind == .department)
            }
        }
        let wards = byWard.sorted { $0.key < $1.key }.map { (ward: $0.key, chances: $0.value) }
        for cell in predictor.outlook.forecast(at: watermark, wards: wards) {
            let kind: StayKind = emergencyWards.contains(cell.ward) ? .department : .inpatient
            output.outlook.append(
                DischargeRow(
                    facility: site.facility,
                    ward: names[cell.ward],
                    at: watermark,
                    horizonHours: cell.horizon,
                    patients: cell.patients,
                    expected: cell.expected,
                    lower: cell.lower,
                    upper: cell.upper,
                    modelVersion: predictor[kind].server.version,
                    offset: offset
                )
            )
        }
    }
}
