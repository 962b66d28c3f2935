extension BriefingFacts {
    /// These facts with the sums and ratios a briefing reads, each naming its sources; given figures stay.
    ///
    /// A sum is made only when every ward's part is there: half a hospital's beds is not the hospital's.
    package func completed() -> BriefingFacts {
        var facts = self
        facts.addWardFigures()
        facts.addHospitalFigures()
        facts.addEmergencyFigures()
        facts.addAlertCounts()
        facts.figures = facts.figures.map(facts.judged)
        return facts
    }

    /// `figure` with this site's limits.
    func judged(_ figure: Figure) -> Figure {
        var figure = figure
        figure.limits = Threshold.limits(of: figure, in: thresholds)
        return figure
    }

    private mutating func addWardFigures() {
        for ward in beddedWards {
            guard let beds = figure(.beds, ward: ward), let occupied = figure(.occupiedBeds, ward: ward)
            else {
                continue
            }
            addFreeBeds(ward: ward, beds: beds, occupied: occupied)
            addShare(.occupancy, ward: ward, part: occupied, whole: beds)
        }
    }

    private mutating func addHospitalFigures() {
        addSum(.beds, over: beddedWards)
        addSum(.occupiedBeds, over: beddedWards)
        if let beds = figure(.beds), let occupied = figure(.occupiedBeds) {
            addFreeBeds(ward: "", beds: beds, occupied: occupied)
            addShare(.occupancy, ward: "", part: occupied, whole: beds)
        }
        addSum(.transfers, over: wards.map(\.code), window: .shift, needsAll: false)
        addSum(.predictedLongStays, over: beddedWards, needsAll: false)
        guard let into = figure(.admissions, window: .shift), let out = figure(.discharges, window: .shift)
        else { return }
        add(.netFlow, window: .shift, from: [into, out]) { $0[0] - $0[1] }
    }

    private mutating func addEmergencyFigures() {
        let emergency = wards.filter(\.isEmergency).map(\.code)
        addSum(.beds, over: emergency, as: .emergencySpaces)
        guard let spaces = figure(.emergencySpaces) else { return }
        if let census = figure(.census) {
            addShare(.emergencyOccupancy, ward: "", part: census, whole: spaces)
        }
        if let boarders = figure(.boarders) {
            addShare(.boardersPercent, ward: "", part: boarders, whole: spaces)
        }
    }

    private mutating func addAlertCounts() {
        for (id, severity) in [
            (FigureID.criticalAlerts, Alert.Severity.critical), (.warningAlerts, .warning),
        ] {
            let count = alerts.filter { $0.severity == severity }.count
            add(Figure(id, bucket: "alerts active at the briefing", value: Double(count)))
        }
    }

    private mutating func addFreeBeds(ward: String, beds: Figure, occupied: Figure) {
        add(.freeBeds, ward: ward, from: [beds, occupied]) { max(0, $0[0] - $0[1]) }
    }

    private mutating func addShare(_ id: FigureID, ward: String, part: Figure, whole: Figure) {
        guard whole.value > 0 else { return }
        add(id, ward: ward, unit: .percent, from: [part, whole]) { 100 * $0[0] / $0[1] }
    }

    private mutating func addSum(
        _ id: FigureID,
        over wards: [String],
        as sum: FigureID? = nil,
        window: Figure.Window = .now,
        needsAll: Bool = true
    ) {
        let parts = wards.compactMap { figure(id, ward: $0, window: window) }
        guard !parts.isEmpty, parts.count == wards.count || !needsAll else { return }
        add(sum ?? id, window: window, from: parts) { $0.reduce(0, +) }
    }

    /// Adds a figure computed from `parts`, in the order `compute` gets them; its sources are given figures.
    private mutating func add(
        _ id: FigureID,
        ward: String = "",
        window: Figure.Window = .now,
        unit: Figure.Unit = .count,
        from parts: [Figure],
        _ compute: ([Double]) -> Double
    ) {
        let before = parts.compactMap(\.previous)
        let sources = parts.flatMap { $0.sources.isEmpty ? [$0.key] : $0.sources }
        add(
            Figure(
                id,
                ward: ward,
                window: window,
                bucket: parts.first?.bucket ?? "",
                value: compute(parts.map(\.value)),
                unit: unit,
                previous: before.count == parts.count ? compute(before) : nil,
                sources: sources
            )
        )
    }

    /// Adds `figure` unless the facts have one for its key.
    private mutating func add(_ figure: Figure) {
        guard self.figure(figure.id, ward: figure.ward, window: figure.window) == nil else { return }
        figures.append(figure)
    }
}
