/// Grows one stage tree on drawn rows of the window, by histograms of slope and curvature.
struct StageGrower {
    /// What a drawn row, a bin or a node sums up: slope, curvature, rows, squared slope.
    typealias Sums = SIMD4<Float>

    /// Curvature added to every node's: without it a leaf of few certain rows would jump.
    private static let ridge: Float = 1

    let bins: Int
    let depth: Int
    let leastLeaf: Float
    let evidence: Float
    let rate: Float
    /// Features this tree may split on.
    let features: [Int]
    /// Code order of each feature.
    let order: [UInt8]
    /// Drawn rows, in the course of growing sorted by node.
    var rows: [Int32]
    /// Rows that go right, while a node is parted.
    private var aside: [Int32]
    /// Sums of each row of the window; only the drawn ones are set.
    let sums: [Sums]
    /// A histogram per depth, of all its features and bins.
    private var histograms: [Sums]
    private var tree = StageTree(nodes: [])

    init(
        configuration: StageConfiguration,
        bins: Int,
        features: [Int],
        order: [UInt8],
        rows: [Int32],
        sums: [Sums]
    ) {
        self.bins = bins
        depth = configuration.depth
        leastLeaf = Float(configuration.leastLeaf)
        evidence = Float(configuration.evidence)
        rate = Float(configuration.rate)
        self.features = features
        self.order = order
        self.rows = rows
        self.sums = sums
        aside = Array(repeating: 0, count: rows.count)
        histograms = Array(repeating: .zero, count: (configuration.depth + 1) * features.count * bins)
    }

    /// The grown tree.
    consuming func grow(_ window: borrowing ReplayWindow) -> StageTree {
        var total = Sums.zero
        for row in rows { total += sums[Int(row)] }
        tree.nodes.reserveCapacity(1 << (depth + 1))
        tree.nodes.append(leaf(0, total))
        count(from: 0, to: rows.count, slot: 0, window)
        split(0, from: 0, to: rows.count, total: total, level: 0, slot: 0, window)
        return tree
    }

    private func leaf(_ index: Int, _ total: Sums) -> StageTree.Node {
        StageTree.Node(
            value: rate * total.x / (total.y + Self.ridge),
            weight: total.z,
            child: UInt16(truncatingIfNeeded: index)
        )
    }

    /// Splits a node, whose histogram is in `slot`, and its descendants while that is worth it.
    private mutating func split(
        _ node: Int,
        from: Int,
        to: Int,
        total: Sums,
        level: Int,
        slot: Int,
        _ window: borrowing ReplayWindow
    ) {
        let cut = bestCut(slot: slot, total: total)
        // Under no true difference the gain is about the square of a standard normal times this.
        let noise = (total.w - total.x * total.x / total.z) / max(total.y, 1e-3)
        guard cut.gain > 0, cut.gain >= evidence * noise else { return }
        let middle = part(from: from, to: to, cut: cut, window)
        let left = tree.nodes.count
        tree.nodes.append(leaf(left, cut.left))
        tree.nodes.append(leaf(left + 1, total - cut.left))
        tree.nodes[node].mask = cut.mask
        tree.nodes[node].feature = UInt8(truncatingIfNeeded: cut.feature)
        tree.nodes[node].child = UInt16(truncatingIfNeeded: left)
        tree.depth = max(tree.depth, level + 1)
        guard level + 1 < depth else { return }
        let isLeftSmall = middle - from <= to - middle
        let right = total - cut.left
        let (small, large) = isLeftSmall ? (cut.left, right) : (right, cut.left)
        guard large.z >= 2 * leastLeaf else { return }
        // The smaller child is counted, the larger is the rest, in its parent's place.
        let (low, high) = isLeftSmall ? (from, middle) : (middle, to)
        count(from: low, to: high, slot: slot + 1, window)
        subtract(slot: slot)
        if small.z >= 2 * leastLeaf {
            split(
                isLeftSmall ? left : left + 1,
                from: low,
                to: high,
                total: small,
                level: level + 1,
                slot: slot + 1,
                window
            )
        }
        split(
            isLeftSmall ? left + 1 : left,
            from: isLeftSmall ? middle : from,
            to: isLeftSmall ? to : middle,
            total: large,
            level: level + 1,
            slot: slot,
            window
        )
    }

    /// Fills a histogram with rows.
    private mutating func count(from: Int, to: Int, slot: Int, _ window: borrowing ReplayWindow) {
        let size = features.count * bins
        Self.count(
            rows,
            range: from..<to,
            sums: sums,
            features: features,
            bins: bins,
            codes: window.codes,
            width: window.features,
            first: slot * size,
            into: &histograms
        )
    }

    private static func count(
        _ rows: [Int32],
        range: Range<Int>,
        sums: [Sums],
        features: [Int],
        bins: Int,
        codes: [UInt8],
        width: Int,
        first: Int,
        into histograms: inout [Sums]
    ) {
        var cells = histograms.mutableSpan
        for cell in first..<(first + features.count * bins) { cells[cell] = .zero }
        let rows = rows.span
        let sums = sums.span
        let features = features.span
        let codes = codes.span
        for position in range {
            let row = Int(rows[position])
            let added = sums[row]
            let base = row &* width
            for index in features.indices {
                cells[first &+ index &* bins &+ Int(codes[base &+ features[index]])] += added
            }
        }
    }

    /// Takes the histogram in the next slot off the one in `slot`.
    private mutating func subtract(slot: Int) {
        let size = features.count * bins
        var cells = histograms.mutableSpan
        for cell in (slot * size)..<((slot + 1) * size) { cells[cell] -= cells[cell &+ size] }
    }

    /// Sorts a node's rows by side, each in its order; returns where the right ones begin.
    private mutating func part(from: Int, to: Int, cut: Cut, _ window: borrowing ReplayWindow) -> Int {
        Self.part(
            &rows,
            aside: &aside,
            range: from..<to,
            mask: cut.mask,
            codes: window.codes,
            feature: cut.feature,
            width: window.features
        )
    }

    private static func part(
        _ rows: inout [Int32],
        aside: inout [Int32],
        range: Range<Int>,
        mask: UInt64,
        codes: [UInt8],
        feature: Int,
        width: Int
    ) -> Int {
        var rows = rows.mutableSpan
        var aside = aside.mutableSpan
        let codes = codes.span
        var left = range.lowerBound
        var right = 0
        for position in range {
            let row = rows[position]
            let isLeft = Int(truncatingIfNeeded: (mask &>> UInt64(codes[Int(row) &* width &+ feature])) & 1)
            rows[left] = row
            aside[right] = row
            left &+= isLeft
            right &+= 1 &- isLeft
        }
        for position in 0..<right { rows[left &+ position] = aside[position] }
        return left
    }

    private struct Cut {
        var feature = 0
        /// Codes that go left.
        var mask: UInt64 = 0
        var gain: Float = 0
        var left = Sums.zero
    }

    /// Best cut of all features along their code orders, missing values tried on both sides.
    private func bestCut(slot: Int, total: Sums) -> Cut {
        let size = features.count * bins
        let cells = histograms.span.extracting((slot * size)..<((slot + 1) * size))
        let order = order.span
        let missingBit = UInt64(1) << UInt64(bins - 1)
        let floor = total.x * total.x / (total.y + Self.ridge)
        var best = Cut()
        for index in features.indices {
            let missing = cells[index &* bins &+ bins &- 1]
            let orderBase = features[index] &* bins
            var isBetter = false
            for side in 0..<(missing.z > 0 ? 2 : 1) {
                var left = side == 1 ? missing : .zero
                var mask = side == 1 ? missingBit : 0
                for position in 0..<(bins &- 1) {
                    let code = order[orderBase &+ position]
                    mask |= 1 &<< UInt64(code)
                    let cell = cells[index &* bins &+ Int(code)]
                    if cell.z == 0 { continue }
                    left += cell
                    let right = total - left
                    if left.z < leastLeaf || right.z < leastLeaf { continue }
                    let gain =
                        left.x * left.x / (left.y + Self.ridge) + right.x * right.x / (right.y + Self.ridge)
                        - floor
                    if gain > best.gain {
                        best = Cut(feature: features[index], mask: mask, gain: gain, left: left)
                        isBetter = true
                    }
                }
            }
            // Without missing values to learn from, they follow the majority.
            if isBetter, missing.z == 0, best.left.z * 2 >= total.z { best.mask |= missingBit }
        }
        return best
    }
}
