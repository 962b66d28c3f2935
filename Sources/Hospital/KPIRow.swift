/// One row of `gold.kpis`.
package struct KPIRow: Sendable, Equatable {
    package var facility: String
    /// Empty for the whole facility.
    package var ward: String
    package var kpi: String
    package var unit: String
    package var grain: KPIGrain
    package var bucketStart: Timestamp
    package var reading: KPIReading
    /// When the row last changed, in event time; in a running shift its hours are counted up to then.
    package var asOf: Timestamp

    package init(
        facility: String,
        ward: String,
        kpi: String,
        unit: String,
        grain: KPIGrain,
        bucketStart: Timestamp,
        reading: KPIReading,
        asOf: Timestamp
    ) {
        self.facility = facility
        self.ward = ward
        self.kpi = kpi
        self.unit = unit
        self.grain = grain
        self.bucketStart = bucketStart
        self.reading = reading
        self.asOf = asOf
    }
}

/// Bucket length.
package enum KPIGrain: String, Sendable, Codable, CaseIterable {
    case hour, day
}

/// A KPI's value with the two numbers it is made of.
package struct KPIReading: Sendable, Equatable {
    package var value: Double
    package var numerator: Double
    package var denominator: Double

    package init(value: Double, numerator: Double, denominator: Double) {
        self.value = value
        self.numerator = numerator
        self.denominator = denominator
    }

    /// A plain count.
    package static func count(_ count: Int64) -> KPIReading {
        KPIReading(value: Double(count), numerator: Double(count), denominator: 1)
    }

    /// `scale` x numerator / denominator; nil when the denominator is zero.
    package static func ratio(_ numerator: Double, _ denominator: Double, scale: Double = 1) -> KPIReading? {
        guard denominator != 0 else { return nil }
        return KPIReading(
            value: scale * numerator / denominator,
            numerator: numerator,
            denominator: denominator
        )
    }
}
