import GRDBSQLite

/// What SQLite offers while it plans, taken over from its C struct, and our answer put back.
enum IndexOffer {
    /// A condition that SQLite could hand over when the scan starts.
    struct Condition: Hashable {
        /// Its place in SQLite's list.
        var place: Int
        var argument: ScanPlan.Argument
        var collation: String
        /// False when its value is not known yet in the join order under test.
        var isUsable: Bool
    }

    /// Chooses a plan for what SQLite offers.
    static func answer(_ info: UnsafeMutablePointer<sqlite3_index_info>, _ source: TableSource) {
        var offered: [Condition] = []
        for place in 0..<Int(info.pointee.nConstraint) {
            let constraint = info.pointee.aConstraint[place]
            guard constraint.iColumn >= 0, let comparison = Comparison(rawValue: constraint.op) else {
                continue
            }
            let isSet = comparison == .equals && sqlite3_vtab_in(info, Int32(place), -1) != 0
            offered.append(
                Condition(
                    place: place,
                    argument: ScanPlan.Argument(
                        column: Int(constraint.iColumn),
                        comparison: comparison,
                        isSet: isSet
                    ),
                    collation: String(cString: sqlite3_vtab_collation(info, Int32(place))),
                    isUsable: constraint.usable != 0
                )
            )
        }
        let choice = source.choose(offered, columnsUsed: info.pointee.colUsed)
        for (index, place) in choice.places.enumerated() {
            info.pointee.aConstraintUsage[place].argvIndex = Int32(index + 1)
            if choice.plan.arguments[index].isSet { _ = sqlite3_vtab_in(info, Int32(place), 1) }
        }
        info.pointee.idxNum = Int32(choice.number)
        info.pointee.idxStr = copy(choice.plan.words(source.columns))
        info.pointee.needToFreeIdxStr = 1
        info.pointee.estimatedCost = choice.cost
        info.pointee.estimatedRows = Int64(choice.rows)
    }

    /// The values of a scan's arguments.
    static func values(_ values: [OpaquePointer?], _ plan: ScanPlan) -> [ArgumentValue] {
        zip(values, plan.arguments).map { value, argument in
            guard argument.isSet else { return .one(SQLValue(value)) }
            var members: [SQLValue] = []
            var member: OpaquePointer?
            var code = sqlite3_vtab_in_first(value, &member)
            while code == SQLITE_OK, let found = member {
                guard members.count < ArgumentValue.setLimit else { return .largeSet }
                members.append(SQLValue(found))
                code = sqlite3_vtab_in_next(value, &member)
            }
            return .set(members)
        }
    }

    /// A C string that SQLite frees.
    private static func copy(_ text: String) -> UnsafeMutablePointer<CChar>? {
        let bytes = Array(text.utf8CString)
        guard let memory = sqlite3_malloc64(UInt64(bytes.count)) else { return nil }
        memory.copyMemory(from: bytes, byteCount: bytes.count)
        return memory.assumingMemoryBound(to: CChar.self)
    }
}
