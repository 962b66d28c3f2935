package import Hospital

/// What a correct pipeline must end with after a simulated stream: record counts and every KPI.
package struct TruthLog: Sendable, Equatable {
    package var counts: TruthCounts
    /// In order of facility, KPI, ward and bucket; a figure that is not listed is 0 or has no row.
    package var kpis: [KPITruth]
    /// Gauges are given for hours that end at or before this moment, the watermark at the end of the stream.
    package var closedThrough: Timestamp

    package init(counts: TruthCounts, kpis: [KPITruth], closedThrough: Timestamp) {
        self.counts = counts
        self.kpis = kpis
        self.closedThrough = closedThrough
    }

    /// The counts as one JSON object.
    package var countsJSON: String {
        "{" + counts.named.map { "\"\($0.name)\":\($0.value)" }.joined(separator: ",") + "}"
    }

    /// The KPIs as a JSON array, one object per line.
    package var kpisJSON: String {
        "[\n" + kpis.map(\.json).joined(separator: ",\n") + "\n]\n"
    }

    /// `{"counts":…,"closed_through":…,"kpis":[…]}`.
    package var json: String {
        "{\"counts\":\(countsJSON),\n\"closed_through\":\"\(closedThrough.iso8601)\",\n"
            + "\"kpis\":\(kpisJSON)}\n"
    }
}

/// The true value of one KPI in one bucket.
package struct KPITruth: Sendable, Equatable {
    /// Size of the bucket.
    package enum Grain: String, Sendable {
        case hour, day
    }

    package var facility: String
    /// Empty for the whole facility.
    package var ward: String
    /// Name as in `docs/kpis.md`.
    package var kpi: String
    package var grain: Grain
    /// Start of the UTC hour or of the local day.
    package var bucket: Timestamp
    package var value: Double
    /// What is divided: for means the sum (hours, minutes or score), for percentages the part, else the
    /// value.
    package var numerator: Double
    /// What divides; the discharges for the net flow, 1 for plain counts.
    package var denominator: Double

    package init(
        facility: String,
        ward: String,
        kpi: String,
        grain: Grain,
        bucket: Timestamp,
        value: Double,
        numerator: Double,
        denominator: Double
    ) {
        self.facility = facility
        self.ward = ward
        self.kpi = kpi
        self.grain = grain
        self.bucket = bucket
        self.value = value
        self.numerator = numerator
        self.denominator = denominator
    }

    /// One JSON object.
    package var json: String {
        "{\"facility\":\"\(facility)\",\"ward\":\"\(ward)\",\"kpi\":\"\(kpi)\","
            + "\"grain\":\"\(grain.rawValue)\",\"bucket\":\"\(bucket.iso8601)\","
            + "\"value\":\(value),\"numerator\":\(numerator),\"denominator\":\(denominator)}"
    }
}
