/// Cells that probabilities are tallied in: even steps of the log-odds, so that rare outcomes are resolved too.
enum ScoreScale {
    /// Number of cells.
    static let cells = 128
    /// Log-odds beyond which probabilities share the outermost cells: 0.00012 and 0.99988.
    static let reach = 9.0

    /// Cell of a probability; values outside 0...1 fall into the outermost cells, NaN into the first.
    static func cell(of probability: Double) -> Int {
        let position = (logit(probability) + reach) / (2 * reach) * Double(cells)
        return position > 0 ? min(Int(position), cells - 1) : 0
    }

    /// Lowest probability of a cell; 0 for the first.
    static func lowest(of cell: Int) -> Double {
        cell == 0 ? 0 : probability(Double(cell) / Double(cells) * 2 * reach - reach)
    }

    /// Probability in the middle of a cell.
    static func middle(of cell: Int) -> Double {
        probability((Double(cell) + 0.5) / Double(cells) * 2 * reach - reach)
    }

    /// Log-odds of a probability, within `reach` of 0.
    static func logit(_ probability: Double) -> Double {
        let inner = min(max(probability, 1e-9), 1 - 1e-9)
        return min(max(naturalLogarithm(inner / (1 - inner)), -reach), reach)
    }

    /// Probability of log-odds.
    static func probability(_ logit: Double) -> Double {
        1 / (2 + exponentialMinusOne(-logit))
    }
}
