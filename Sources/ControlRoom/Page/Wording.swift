import Hospital
import Board

/// How numbers, times and urgencies read on the screen.
enum Wording {
    /// `value` with at most `places` decimals (0...3) and commas between thousands.
    static func number(_ value: Double, places: Int) -> String {
        guard value.isFinite, abs(value) < 1e15 else { return "–" }
        let scale = [1.0, 10, 100, 1_000][min(max(places, 0), 3)]
        let scaled = Int64((abs(value) * scale).rounded())
        let whole = scaled / Int64(scale)
        let sign = value < 0 && scaled != 0 ? "−" : ""
        guard places > 0 else { return sign + count(whole) }
        return sign + count(whole) + "." + padded(Int(scaled % Int64(scale)), min(places, 3))
    }

    /// A tile's number: whole from 100 up or when it is whole, two decimals below 1, else one decimal.
    ///
    /// A percentage keeps its decimal below 100 so that it does not jump in width.
    static func tile(_ value: Double, unit: String) -> String {
        let size = abs(value)
        if size >= 99.95 { return number(value, places: 0) }
        if unit == "%" { return number(value, places: 1) }
        if value == value.rounded() { return number(value, places: 0) }
        return number(value, places: size < 0.995 ? 2 : 1)
    }

    /// `unit` as it reads after `number`: `1 patient`, `2 patients`.
    static func unit(_ unit: String, of number: String) -> String {
        number == "1" && unit.count > 2 && unit.hasSuffix("s") ? String(unit.dropLast()) : unit
    }

    /// `text` with its figures kept on one line with their percent sign.
    static func unbroken(_ text: String) -> String {
        text.replacing(" %", with: "\u{A0}%")
    }

    /// A whole number with commas between thousands.
    static func count(_ value: Int64) -> String {
        let digits = Array(String(value.magnitude).utf8)
        var text: [UInt8] = value < 0 ? Array("−".utf8) : []
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text.append(UInt8(ascii: ",")) }
            text.append(digit)
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// `07:05:09` at the site.
    static func timeOfDay(_ moment: Timestamp, _ clock: SiteClock) -> String {
        let local = clock.local(moment)
        return "\(padded(local.hour, 2)):\(padded(local.minute, 2)):\(padded(local.second, 2))"
    }

    /// `Mon 5 Jan 2026` at the site.
    static func date(_ moment: Timestamp, _ clock: SiteClock) -> String {
        let local = clock.local(moment)
        let days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        return "\(days[local.weekday]) \(local.day) \(months[local.month - 1]) \(local.year)"
    }

    /// The shape that stands for a severity, so that colour is never alone.
    static func shape(_ severity: BoardSeverity) -> String {
        switch severity {
        case .normal: "●"
        case .watch: "▲"
        case .high: "◆"
        case .critical: "■"
        }
    }

    /// The severity a level is drawn with.
    static func severity(_ level: FacilityBoard.Level) -> BoardSeverity {
        switch level {
        case .green: .normal
        case .orange: .high
        case .red: .critical
        }
    }

    /// Shape and word of a severity.
    static func mark(_ severity: BoardSeverity) -> HTML {
        """
        <span class="mark \(severity.rawValue)"><i aria-hidden="true">\(shape(severity))</i> \
        \(severity.rawValue)</span>
        """
    }
}
