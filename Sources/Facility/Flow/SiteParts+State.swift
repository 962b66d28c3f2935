import Alerts
import Hospital
import PatientFlow
import StayModels

/// Saving and restoring the flow of one site; the restored one continues exactly where the saved one stood.
extension SiteParts {
    /// Versions of the parts whose coding is here.
    private enum Version {
        static let clock: UInt16 = 1
        static let timers: UInt16 = 1
    }

    /// Everything that the rules do not give, in named parts; `output` must have been drained.
    func snapshot() -> StateParts {
        var parts = StateParts()
        parts.add("clock", version: Version.clock) { writer in
            writer.write(watermark)
            writer.write(horizon)
            site.clock.write(to: &writer)
        }
        parts.add("names", version: NameTable.stateVersion) { visits.names.write(to: &$0) }
        parts.add("visits", version: VisitBook.stateVersion) { visits.write(to: &$0) }
        parts.add("ledger", version: KPIBook.stateVersion) { kpis.write(to: &$0) }
        parts.add("alerts", version: AlertBook.stateVersion) { alerts.write(to: &$0) }
        parts.add("timers", version: Version.timers) { timers.write(to: &$0) }
        stays.snapshot(into: &parts)
        return parts
    }

    /// Goes on from what `snapshot()` saved of the same site.
    ///
    /// - Throws: a `StateError` that names the part which is missing, damaged, newer than this program or outdated.
    init(site: Site, seed: UInt64, restoring parts: StateParts) throws(StateError) {
        var site = site
        let moments = try parts.read("clock", versions: Version.clock...Version.clock) {
            reader,
            _ throws(StateError) in
            let moments = (watermark: try reader.timestamp(), horizon: try reader.timestamp())
            // Zones that changed before still divide the days that began under them.
            site.clock = try SiteClock(from: &reader)
            return moments
        }
        self.init(site: site, seed: seed)
        func read<Value>(
            _ name: String,
            _ version: UInt16,
            _ body: (inout StateReader) throws(StateError) -> Value
        ) throws(StateError) -> Value {
            try parts.read(name, versions: version...version) { reader, _ throws(StateError) in
                try body(&reader)
            }
        }
        watermark = moments.watermark
        horizon = moments.horizon
        let names = try read("names", NameTable.stateVersion) { reader throws(StateError) in
            try NameTable(from: &reader)
        }
        visits = try read("visits", VisitBook.stateVersion) { reader throws(StateError) in
            try VisitBook(names: names, from: &reader)
        }
        kpis = try read("ledger", KPIBook.stateVersion) { reader throws(StateError) in
            try KPIBook(site: site, from: &reader)
        }
        alerts = try read("alerts", AlertBook.stateVersion) { reader throws(StateError) in
            try AlertBook(from: &reader)
        }
        timers = try read("timers", Version.timers) { reader throws(StateError) in
            try TimerQueue(from: &reader)
        }
        try stays.restore(from: parts)
    }
}
