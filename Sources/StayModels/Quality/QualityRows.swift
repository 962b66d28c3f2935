package import Hospital
import OnlineForest

/// Rows of `gold.model_quality`.
extension StayForecaster {
    /// Running figures of what was served; nothing before the first scored label.
    package func quality(facility: String, at moment: Timestamp, offset: Int64) -> [ModelQuality] {
        var rows = QualityRows(facility: facility, at: moment, offset: offset)
        for kind in StayKind.allCases {
            let recent = read(kind) { $0.quality.recent }
            let count = Int64(recent.count)
            let newest = Int64(recent.windowCount)
            rows.add(kind.name, "mae_hours", recent.meanAbsoluteError.map(kind.hours), count, .all)
            rows.add(
                kind.name,
                "mae_hours",
                recent.windowMeanAbsoluteError.map(kind.hours),
                newest,
                .last1000
            )
            let overLimit = read(kind) { $0.quality.overLimit }
            let labels = Int64(overLimit.windowCount)
            rows.add(kind.name, "auc", overLimit.areaUnderCurve, labels, .last1000)
            rows.add(kind.name, "brier", overLimit.brierScore, labels, .last1000)
        }
        return rows.rows
    }

    /// All figures of a local day that is over, by ward, age band, gender, model and feature.
    func dailyQuality(facility: String, day: Int64, at start: Timestamp, offset: Int64) -> [ModelQuality] {
        var rows = QualityRows(facility: facility, at: start, offset: offset)
        for kind in StayKind.allCases {
            let (quality, serving) = read(kind) {
                ($0.quality, $0.models.count > 1 ? $0.comparison.serving : nil)
            }
            rows.add(quality.ledger, day: day, model: kind.name) {
                StayQuality.figures($0, kind: kind)
            }
            rows.add(kind.name, "drift", quality.driftDays.contains(day) ? 1 : 0, 1, .day)
            rows.add(kind.name, "challenger_serves", serving.map { Double($0) }, 1, .day)
            let importance = quality.importance.importance(day...day) ?? []
            for (feature, size) in zip(StayFeature.allCases, importance) {
                let hours = kind.hours(size)
                rows.add(kind.name, "importance_hours", hours, 1, .day, grouping: "feature", feature.rawValue)
            }
        }
        rows.add(discharges.ledger, day: day, model: "discharge_forecast") { tally in
            [
                ("mae_patients", tally.meanAbsoluteError), ("bias_patients", tally.bias),
                ("interval_coverage", tally.coverage),
            ].compactMap { metric, value in value.map { (metric, $0, Int64(tally.points)) } }
        }
        return rows.rows
    }
}

/// Collects quality rows of one facility and moment.
private struct QualityRows {
    let facility: String
    let at: Timestamp
    let offset: Int64
    var rows: [ModelQuality] = []

    init(facility: String, at: Timestamp, offset: Int64) {
        self.facility = facility
        self.at = at
        self.offset = offset
    }

    mutating func add(
        _ model: String,
        _ metric: String,
        _ value: Double?,
        _ count: Int64,
        _ window: ModelQuality.Window,
        role: String = "served",
        grouping: String = "all",
        _ group: String = ""
    ) {
        guard let value, value.isFinite, count > 0 else { return }
        rows.append(
            ModelQuality(
                facility: facility,
                model: model,
                role: role,
                grouping: grouping,
                group: group,
                metric: metric,
                window: window,
                value: value,
                count: count,
                at: at,
                offset: offset
            )
        )
    }

    /// The figures of every group of a day; groups are named "role|grouping|group".
    mutating func add(
        _ ledger: QualityLedger,
        day: Int64,
        model: String,
        figures: (QualityTally) -> [(metric: String, value: Double, count: Int64)]
    ) {
        for name in ledger.groups(day: day) {
            let parts = name.split(separator: "|", maxSplits: 2, omittingEmptySubsequences: false)
            guard parts.count == 3 else { continue }
            for figure in figures(ledger.tally(day...day, group: name)) {
                add(
                    model,
                    figure.metric,
                    figure.value,
                    figure.count,
                    .day,
                    role: String(parts[0]),
                    grouping: String(parts[1]),
                    String(parts[2])
                )
            }
        }
    }
}
