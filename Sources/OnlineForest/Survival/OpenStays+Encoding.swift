extension OpenStays {
    /// Writes the line, then the open stays in the order of their beginnings.
    func write(to writer: inout CheckpointWriter) {
        writer.append(released)
        writer.append(count: lineCount)
        for place in line[head...] {
            writer.append(place.key)
            writer.append(UInt8(place.isGone ? 2 : place.ended == nil ? 0 : 1))
            guard let lesson = place.ended else { continue }
            writer.append(lesson.standing)
            for value in lesson.values { writer.append(value) }
        }
        writer.append(count: stays.count)
        for (key, stay) in stays.sorted(by: { $0.value.order < $1.value.order }) {
            writer.append(key)
            writer.append(stay.order)
            writer.append(UInt8(stay.counted))
            for value in stay.values { writer.append(value) }
        }
    }

    /// Reads what `write` wrote for stays of `features` values and at most `bins` bins.
    init(
        from reader: inout CheckpointReader,
        features: Int,
        bins: Int,
        limits: (line: Int, open: Int)
    ) throws(ForestError) {
        self.init()
        released = try reader.integer(UInt64.self)
        try reader.check(released < 1 << 62, "released stays")
        let places = try reader.count(limit: limits.line, "places in line")
        try reader.need(places * 9)
        for _ in 0..<places {
            var place = Place(key: try reader.integer(UInt64.self))
            let state = try reader.integer(UInt8.self)
            try reader.check(state <= 2, "place in line")
            place.isGone = state == 2
            if state == 1 {
                let standing = try reader.float("standing")
                try reader.check(standing >= 0 && standing <= 1, "standing")
                let values = try Self.values(from: &reader, count: features)
                place.ended = Lesson(key: place.key, values: values, standing: standing)
            }
            line.append(place)
        }
        let count = try reader.count(limit: limits.open, "open stays")
        try reader.need(count * (17 + 4 * features))
        var next: UInt64 = 0
        for _ in 0..<count {
            let key = try reader.integer(UInt64.self)
            let order = try reader.integer(UInt64.self)
            try reader.check(order >= next && stays[key] == nil, "open stay")
            try reader.check(order < released + UInt64(places), "open stay")
            if order >= released {
                let place = line[Int(order - released)]
                try reader.check(place.key == key && place.ended == nil && !place.isGone, "open stay")
            }
            next = order + 1
            let counted = Int(try reader.integer(UInt8.self))
            try reader.check(counted <= bins, "bins of an open stay")
            let values = try Self.values(from: &reader, count: features)
            stays[key] = Stay(values: values, counted: counted, order: order)
        }
    }

    private static func values(
        from reader: inout CheckpointReader,
        count: Int
    ) throws(ForestError) -> [Float] {
        try reader.need(count * 4)
        var values: [Float] = []
        values.reserveCapacity(count)
        for _ in 0..<count { values.append(try reader.float("value", finite: false)) }
        return values
    }
}
