package import Hospital

/// A family of KPIs that share one set of sums per ward and bucket.
///
/// A family says what a visit adds to which bucket. The ledger adds f(new) and subtracts f(old), so late events,
/// cancels and corrections need nothing more.
package protocol KPIFamily: Sendable {
    /// Bucket length of every KPI in the family.
    static var grain: KPIGrain { get }
    /// The KPIs read from the sums, in output order.
    static var definitions: [KPIDefinition] { get }
    /// Adds to `facts` what `visit` contributes.
    static func contribute(_ visit: Visit, to facts: inout FactList)
}

/// What kind of figure a KPI is, which says how its rows add up and what a missing one means.
package enum KPIClass: String, Sendable, CaseIterable {
    /// So many happened; counts add up over hours and wards, and no row means 0.
    case count
    /// Part over whole, means among them; parts add up, and without a whole there is no row.
    case ratio
    /// Spread of single values; it does not add up, and without values there is no row.
    case deviation
    /// A reading at a moment; it does not add up over time, and every hour has a row.
    case gauge
}

/// One KPI: its name, class, unit and how it reads from sums.
package struct KPIDefinition: Sendable {
    package var id: String
    package var kind: KPIClass
    package var unit: String
    /// nil when the bucket says nothing about this KPI (no row is written).
    package var read: @Sendable (KPISums) -> KPIReading?

    package init(
        _ id: String,
        _ kind: KPIClass,
        unit: String,
        read: @escaping @Sendable (KPISums) -> KPIReading?
    ) {
        self.id = id
        self.kind = kind
        self.unit = unit
        self.read = read
    }
}

/// Exactly retractable sums of one bucket; integers only.
package struct KPISums: Sendable, Equatable {
    package var count: Int64 = 0
    package var sum: Int64 = 0
    package var squares: Int64 = 0
    /// Distinct members (beds) with at least one fact.
    package var distinct: Int64 = 0

    package var isZero: Bool { count == 0 && sum == 0 && squares == 0 && distinct == 0 }
}

/// What one visit adds to one bucket.
package struct Fact: Sendable, Equatable {
    var family: UInt8
    /// `NameTable` number; 0 is the whole facility.
    var ward: Int32
    /// Start of the bucket in minutes since the epoch.
    var bucketMinute: Int32
    var count: Int64
    var sum: Int64
    var squares: Int64
    /// `NameTable` number counted as distinct; 0 for none.
    var member: Int32
}

/// The facts of one visit, filled family by family into a reused buffer.
package struct FactList: Sendable {
    package private(set) var facts: [Fact] = []
    let clock: SiteClock
    let complexityReference: TimeSpan
    private var family: UInt8 = 0
    private var grain = KPIGrain.hour
    /// Without one a fact goes to the bucket it lies in; with one, to it alone, and none outside it or by the day.
    private let period: Range<Timestamp>?

    init(site: Site, period: Range<Timestamp>? = nil) {
        clock = site.clock
        complexityReference = site.complexityReference
        self.period = period
    }

    /// Replaces the list by what all families say of `visit`; nil gives none.
    mutating func collect(_ visit: Visit?) {
        facts.removeAll(keepingCapacity: true)
        guard let visit else { return }
        for (index, kind) in KPICatalog.families.enumerated() {
            family = UInt8(index)
            grain = kind.grain
            kind.contribute(visit, to: &self)
        }
    }

    /// The facts that only `old` has, and those that only `new` has.
    static func difference(_ old: FactList, _ new: FactList) -> (removed: [Fact], added: [Fact]) {
        var gone = old.facts[...]
        var come = new.facts[...]
        while let left = gone.first, let right = come.first, left == right {
            gone.removeFirst()
            come.removeFirst()
        }
        var added: [Fact] = []
        var removed = Array(gone)
        for fact in come {
            if let same = removed.firstIndex(of: fact) {
                removed.remove(at: same)
            } else {
                added.append(fact)
            }
        }
        return (removed, added)
    }

    /// Adds to the bucket in which `moment` lies; ward 0 is the whole facility.
    package mutating func add(
        at moment: Timestamp,
        ward: Int32 = 0,
        count: Int64 = 1,
        sum: Int64 = 0,
        squares: Int64 = 0,
        member: Int32 = 0
    ) {
        if let period, grain == .day || !period.contains(moment) { return }
        let start =
            switch grain {
            case .hour where period != nil: Int64(0)
            case .hour: moment.hourNumber * 60
            case .day: clock.startOfDay(moment).microseconds.floorDivided(by: TimeSpan.minute.microseconds)
            }
        facts.append(
            Fact(
                family: family,
                ward: ward,
                bucketMinute: Int32(truncatingIfNeeded: start),
                count: count,
                sum: sum,
                squares: squares,
                member: member
            )
        )
    }
}

/// All KPI families; a new KPI adds its file and one line here.
package enum KPICatalog {
    package static let families: [any KPIFamily.Type] = [
        Arrivals.self,
        FourHour.self,
        InpatientFlow.self,
        Transfers.self,
        LengthOfStay.self,
        Chaos.self,
        BedTurnaround.self,
        Complexity.self,
    ]
}
