/// Lengths of stay in English words, for text that may hold no digits.
enum StayWords {
    /// `four days` for 96, `thirty-six hours` for 36; a part of an hour or over 999 hours is "the critical length".
    static func limit(hours: Double) -> String {
        guard hours == hours.rounded(), hours >= 1, hours <= 999 else { return "the critical length" }
        let whole = Int(hours)
        if whole % 24 == 0 { return whole == 24 ? "one day" : "\(number(whole / 24)) days" }
        return whole == 1 ? "one hour" : "\(number(whole)) hours"
    }

    private static let small = [
        "nought", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
        "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
    ]
    private static let tens = [
        "", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
    ]

    /// A number of 0 to 999.
    private static func number(_ value: Int) -> String {
        if value < 20 { return small[value] }
        if value < 100 { return tens[value / 10] + (value % 10 == 0 ? "" : "-" + small[value % 10]) }
        return small[value / 100] + " hundred" + (value % 100 == 0 ? "" : " and " + number(value % 100))
    }
}
