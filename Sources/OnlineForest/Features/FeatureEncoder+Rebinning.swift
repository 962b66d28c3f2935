extension FeatureEncoder {
    /// Most rows that new cuts are fitted to.
    private static let sample = 2_048
    /// Share of rows in one bin above which new cuts are tried.
    private static let crowding = 0.12
    /// New cuts must bring the fullest bin below this share of what it held.
    private static let relief = 0.7

    /// Cuts numeric features anew whose bins no longer spread the rows of a window; says how codes moved.
    mutating func rebin(_ window: borrowing ReplayWindow) -> [CodeMap] {
        var maps: [CodeMap] = []
        for feature in modes.indices where modes[feature] == .cuts {
            let column = Self.column(feature, of: window)
            guard column.count >= Self.sample / 4 else { continue }
            let range = (feature * (bins - 2))..<((feature + 1) * (bins - 2))
            let before = Array(cuts[range])
            let crowd = Self.fullest(column, before)
            guard crowd > Self.crowding else { continue }
            var after = Self.cuts(of: column.sorted(), limit: bins - 2)
            after += Array(repeating: .infinity, count: bins - 2 - after.count)
            guard Self.fullest(column, after) < Self.relief * crowd else { continue }
            cuts.replaceSubrange(range, with: after)
            maps.append(CodeMap(feature: feature, from: before, to: after))
        }
        return maps
    }

    /// Finite values of a feature, of evenly spaced rows.
    private static func column(_ feature: Int, of window: borrowing ReplayWindow) -> [Float] {
        let step = max(window.count / sample, 1)
        return stride(from: 0, to: window.count, by: step).map {
            window.values[$0 * window.features + feature]
        }
        .filter(\.isFinite)
    }

    /// Share of the values in the fullest bin.
    private static func fullest(_ values: [Float], _ cuts: [Float]) -> Double {
        var counts = Array(repeating: 0, count: cuts.count + 1)
        for value in values { counts[cuts.count { $0 <= value }] += 1 }
        return Double(counts.max() ?? 0) / Double(max(values.count, 1))
    }
}
