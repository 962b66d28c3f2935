import YAMLSettings
package import HL7

/// A place in a message where a site keeps a value.
package enum FieldPath: Sendable, Equatable {
    /// `PV1-3.1`; component 0 is the whole field.
    case field(SegmentCode, Int, component: Int)
    /// `OBX[SEEN]-5`: field 5 of the OBX whose OBX-3.1 is the given code.
    case observation(String, Int)

    /// Reads `PV1-3.1` or `OBX[SEEN]-5`; nil for anything else.
    package init?(_ text: String) {
        guard let dash = text.lastIndex(of: "-") else { return nil }
        let place = text[..<dash]
        let numbers = text[text.index(after: dash)...].split(separator: ".", omittingEmptySubsequences: false)
        guard let field = Int(numbers.first ?? ""), (1...200).contains(field), numbers.count <= 2 else {
            return nil
        }
        if place.hasPrefix("OBX["), place.hasSuffix("]") {
            let code = place.dropFirst(4).dropLast()
            guard !code.isEmpty, numbers.count == 1 else { return nil }
            self = .observation(String(code), field)
            return
        }
        guard let segment = SegmentCode(name: String(place)) else { return nil }
        var component = 0
        if numbers.count == 2 {
            guard let number = Int(numbers[1]), (1...50).contains(number) else { return nil }
            component = number
        }
        self = .field(segment, field, component: component)
    }

    /// Where the value lies in the message that `index` describes; empty when absent or `""`.
    package func range(_ index: MessageIndex, in bytes: [UInt8]) -> Range<Int> {
        let range: Range<Int>
        switch self {
        case .field(let segment, let field, let component):
            let whole = index.field(segment, field)
            range = component == 0 ? whole : index.component(component, of: whole, in: bytes)
        case .observation(let code, let field):
            guard let position = index.observation(code, in: bytes) else { return 0..<0 }
            range = index.field(ofSegment: position, field) ?? 0..<0
        }
        return index.state(of: range, in: bytes) == .value ? range : 0..<0
    }
}

/// Where this site's messages keep each value; of several places the first with a value counts.
package struct FieldMap: Sendable, Equatable {
    package var visit = [FieldPath.field(.pv1, 19, component: 1)]
    package var patient = [FieldPath.field(.pid, 3, component: 1)]
    package var eventTime: [FieldPath] = [
        .field(.evn, 6, component: 0), .field(.evn, 2, component: 0), .field(.msh, 7, component: 0),
    ]
    package var birthDate = [FieldPath.field(.pid, 7, component: 0)]
    package var ageYears: [FieldPath] = []
    package var gender = [FieldPath.field(.pid, 8, component: 0)]
    package var patientClass = [FieldPath.field(.pv1, 2, component: 0)]
    package var ward = [FieldPath.field(.pv1, 3, component: 1)]
    package var bed = [FieldPath.field(.pv1, 3, component: 3)]
    package var service = [FieldPath.field(.pv1, 10, component: 0)]
    package var acuity: [FieldPath] = []
    package var arrivalMode: [FieldPath] = []
    package var seenAt: [FieldPath] = []
    package var waitMinutes: [FieldPath] = []

    /// Names used in the pipeline file.
    private static var keys: [(String, WritableKeyPath<FieldMap, [FieldPath]>)] {
        [
            ("visit", \.visit), ("patient", \.patient), ("event_time", \.eventTime),
            ("birth_date", \.birthDate),
            ("age_years", \.ageYears), ("gender", \.gender), ("patient_class", \.patientClass),
            ("ward", \.ward),
            ("bed", \.bed), ("service", \.service), ("acuity", \.acuity), ("arrival_mode", \.arrivalMode),
            ("seen_at", \.seenAt), ("wait_minutes", \.waitMinutes),
        ]
    }

    /// The places of a plain ADT message.
    package init() {}

    /// Reads `fields`; keys left out have no place.
    init(_ node: ConfigurationNode) throws(ConfigurationError) {
        let values = try node.mapping(Self.keys.map(\.0))
        for (key, place) in Self.keys {
            self[keyPath: place] = []
            guard let value = values[key] else { continue }
            for element in try value.elements() {
                guard let path = FieldPath(try element.string()) else {
                    throw element.fault("expected a place such as PV1-3.1 or OBX[SEEN]-5")
                }
                self[keyPath: place].append(path)
            }
        }
        for (key, place) in Self.keys where ["visit", "patient", "event_time"].contains(key) {
            if self[keyPath: place].isEmpty { throw node.fault("`\(key)` must name a place") }
        }
    }
}
