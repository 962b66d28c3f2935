/// Rounding and writing of decimal numbers in British form.
package enum DecimalText {
    /// `value` rounded half away from nought to `decimals` places, 0...3.
    package static func rounded(_ value: Double, decimals: Int) -> Double {
        let scale = scale(decimals)
        return (value * scale).rounded(.toNearestOrAwayFromZero) / scale
    }

    /// `1,204` or `77.6`; empty for a value that is not finite or reaches a million million.
    package static func text(_ value: Double, decimals: Int) -> String {
        guard value.isFinite, value.magnitude < 1e12 else { return "" }
        let scaled = Int64((value.magnitude * scale(decimals)).rounded(.toNearestOrAwayFromZero))
        let unit = Int64(scale(decimals))
        let sign = value < 0 && scaled > 0 ? "-" : ""
        let whole = grouped(scaled / unit)
        guard unit > 1 else { return sign + whole }
        let fraction = String(scaled % unit)
        let zeros = String(repeating: "0", count: String(unit).count - 1 - fraction.count)
        return sign + whole + "." + zeros + fraction
    }

    private static func scale(_ decimals: Int) -> Double {
        switch decimals {
        case ...0: 1
        case 1: 10
        case 2: 100
        default: 1_000
        }
    }

    private static func grouped(_ value: Int64) -> String {
        var text = ""
        for (index, digit) in String(value).reversed().enumerated() {
            if index > 0, index % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return String(text.reversed())
    }
}
