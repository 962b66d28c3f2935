import Hospital
import Narrator
import PatientFlow

/// The KPI rows of a period, summed the only honest way: parts over parts.
struct KPIWindow {
    private struct Key: Hashable {
        var kpi: String
        var ward: String
    }

    private var rows: [Key: [KPIRow]] = [:]
    private let bucket: String
    private let end: Timestamp

    /// - Parameter counted: rows of exactly this period, which those of its hours give way to.
    init(_ rows: [KPIRow], counted: [KPIRow]?, from start: Timestamp, to end: Timestamp) {
        self.end = end
        bucket = "\(start.iso8601)/\(end.iso8601)"
        func isCounted(_ row: KPIRow) -> Bool {
            // The spread of waits is told of an hour.
            row.kpi != FigureID.chaos.rawValue && PeriodKPIs.ids.contains(row.kpi)
        }
        for row in counted ?? [] where isCounted(row) {
            self.rows[Key(kpi: row.kpi, ward: row.ward), default: []].append(row)
        }
        for row in rows where counted == nil || !isCounted(row) {
            switch row.grain {
            case .hour:
                guard row.bucketStart >= start, row.bucketStart < end else { continue }
            case .day:
                // A day belongs to the period in which it begins or which it contains.
                guard row.bucketStart < end, row.bucketStart > start - .day else { continue }
            }
            self.rows[Key(kpi: row.kpi, ward: row.ward), default: []].append(row)
        }
    }

    private func rows(_ id: FigureID, _ ward: String) -> [KPIRow] {
        rows[Key(kpi: id.rawValue, ward: ward)] ?? []
    }

    /// Sum of a count over the period; nothing without any row.
    func sum(_ id: FigureID, ward: String = "", before: KPIWindow) -> [Figure] {
        guard let value = total(id, ward) else { return [] }
        return [
            Figure(
                id,
                ward: ward,
                window: .shift,
                bucket: bucket,
                value: value,
                previous: before.total(id, ward)
            )
        ]
    }

    private func total(_ id: FigureID, _ ward: String) -> Double? {
        let rows = rows(id, ward)
        return rows.isEmpty ? nil : rows.reduce(0) { $0 + $1.reading.value }
    }

    /// Sum of numerators over sum of denominators, over one scope or all wards together.
    func ratio(
        _ id: FigureID,
        overWards: Bool = false,
        scale: Double = 1,
        unit: Figure.Unit,
        before: KPIWindow
    ) -> [Figure] {
        guard let value = share(id, overWards, scale) else { return [] }
        return [
            Figure(
                id,
                window: .shift,
                bucket: bucket,
                value: value,
                unit: unit,
                previous: before.share(id, overWards, scale)
            )
        ]
    }

    private func share(_ id: FigureID, _ overWards: Bool, _ scale: Double) -> Double? {
        // In order of ward: sums of fractions depend on the order, and a replay must say the same.
        let wards = self.rows.keys.filter { $0.kpi == id.rawValue }.sorted { $0.ward < $1.ward }
        let rows = overWards ? wards.flatMap { self.rows[$0] ?? [] } : self.rows(id, "")
        let upper = rows.reduce(0) { $0 + $1.reading.numerator }
        let lower = rows.reduce(0) { $0 + $1.reading.denominator }
        return lower > 0 ? scale * upper / lower : nil
    }

    /// The value of the newest bucket of the period; with `closedOnly` of the newest full hour.
    func latest(
        _ id: FigureID,
        ward: String = "",
        unit: Figure.Unit,
        window: Figure.Window,
        closedOnly: Bool = false,
        before: KPIWindow
    ) -> [Figure] {
        guard let row = newest(id, ward, closedOnly: closedOnly) else { return [] }
        return [
            Figure(
                id,
                ward: ward,
                window: window,
                bucket: row.bucketStart.iso8601,
                value: row.reading.value,
                unit: unit,
                previous: before.newest(id, ward)?.reading.value
            )
        ]
    }

    private func newest(_ id: FigureID, _ ward: String, closedOnly: Bool = false) -> KPIRow? {
        rows(id, ward).filter { !closedOnly || $0.bucketStart + .hour <= end }
            .max { $0.bucketStart < $1.bucketStart }
    }
}
