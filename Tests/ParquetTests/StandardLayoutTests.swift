import Parquet
import Testing

/// Lists and maps of older writers, by the examples of LogicalTypes.md.
struct StandardLayoutTests {
    struct Example: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var schema: [HandmadeFile.Element]
        /// Leaf name, highest definition and repetition level.
        var leaves: [String]
    }

    private static func group(
        _ name: String,
        _ repetition: Int,
        _ children: Int,
        _ converted: Int? = nil
    ) -> HandmadeFile.Element {
        HandmadeFile.Element(name: name, repetition: repetition, children: children, converted: converted)
    }

    private static func number(_ name: String, _ repetition: Int) -> HandmadeFile.Element {
        HandmadeFile.Element(name: name, repetition: repetition, physical: 1)
    }

    private static func text(_ name: String, _ repetition: Int) -> HandmadeFile.Element {
        HandmadeFile.Element(name: name, repetition: repetition, physical: 6, converted: 0)
    }

    static let list = 3
    static let map = 1
    static let mapKeyValue = 2

    static let examples = [
        Example(
            testDescription: "three levels",
            schema: [group("a", 1, 1, list), group("list", 2, 1), text("element", 1)],
            leaves: ["a.list.element 3 1"]
        ),
        Example(
            testDescription: "three levels of other names",
            schema: [group("a", 1, 1, list), group("bag", 2, 1), text("item", 1)],
            leaves: ["a.list.element 3 1"]
        ),
        Example(
            testDescription: "a repeated leaf is the element",
            schema: [group("a", 1, 1, list), number("element", 2)],
            leaves: ["a.list.element 2 1"]
        ),
        Example(
            testDescription: "a repeated group of two fields is the element",
            schema: [group("a", 1, 1, list), group("element", 2, 2), text("s", 0), number("n", 0)],
            leaves: ["a.list.element.s 2 1", "a.list.element.n 2 1"]
        ),
        Example(
            testDescription: "a repeated group that holds a repeated field is the element",
            schema: [group("a", 1, 1, list), group("array", 2, 1, list), number("array", 2)],
            leaves: ["a.list.element.list.element 3 2"]
        ),
        Example(
            testDescription: "a repeated group named array is the element",
            schema: [group("a", 1, 1, list), group("array", 2, 1), text("s", 0)],
            leaves: ["a.list.element.s 2 1"]
        ),
        Example(
            testDescription: "a repeated group named after its list is the element",
            schema: [group("a", 1, 1, list), group("a_tuple", 2, 1), text("s", 0)],
            leaves: ["a.list.element.s 2 1"]
        ),
        Example(
            testDescription: "a bare repeated leaf is a required list",
            schema: [number("n", 2)],
            leaves: ["n.list.element 1 1"]
        ),
        Example(
            testDescription: "a bare repeated group is a required list of structs",
            schema: [group("g", 2, 2), number("n", 0), text("s", 1)],
            leaves: ["g.list.element.n 1 1", "g.list.element.s 2 1"]
        ),
        Example(
            testDescription: "a map of other names",
            schema: [
                group("m", 1, 1, map), group("map", 2, 2, mapKeyValue), text("str", 0), number("num", 1),
            ],
            leaves: ["m.key_value.key 2 1", "m.key_value.value 3 1"]
        ),
        Example(
            testDescription: "MAP_KEY_VALUE in place of MAP",
            schema: [group("m", 1, 1, mapKeyValue), group("map", 2, 2), text("k", 0), number("v", 1)],
            leaves: ["m.key_value.key 2 1", "m.key_value.value 3 1"]
        ),
        Example(
            testDescription: "a map without values",
            schema: [group("m", 1, 1, map), group("key_value", 2, 1), text("key", 0)],
            leaves: ["m.key_value.key 2 1"]
        ),
        Example(
            testDescription: "an annotated group that is no list stays a struct",
            schema: [group("a", 1, 2, list), number("x", 0), number("y", 2)],
            leaves: ["a.x 1 0", "a.y.list.element 2 1"]
        ),
    ]

    @Test(arguments: examples)
    func olderLayoutsReadAsTheStandardOne(_ example: Example) throws {
        let leaves = example.schema.filter { $0.physical != nil }
        let file = HandmadeFile(
            schema: example.schema,
            rows: 0,
            leaves.map { HandmadeFile.Chunk(physical: $0.physical ?? 0, pages: []) }
        )
        let schema = try FileReader(bytes: file.bytes()).schema
        #expect(schema.leaves.map { "\($0.name) \($0.maxDefinition) \($0.maxRepetition)" } == example.leaves)
        #expect(throws: Never.self) { try FileWriter(schema: schema) }
    }

    /// Rows [1, 2], null, [], [3] of a two-level list.
    @Test func rowsOfATwoLevelListKeepTheirNullsAndEmptyLists() throws {
        let levels = prefixed([0x03, 0b0000_0010]) + prefixed([0x05, 0b0100_1010, 0b0000_0010])
        let body = levels + littleEndian(1) + littleEndian(2) + littleEndian(3)
        let file = HandmadeFile(
            schema: [Self.group("a", 1, 1, Self.list), Self.number("element", 2)],
            rows: 4,
            [HandmadeFile.Chunk(physical: 1, pages: [HandmadeFile.Page(values: 5, body: body)])]
        )
        let column = try FileReader(bytes: file.bytes()).read(columns: ["a"]).columns[0]
        #expect(column.entries == ["2.0:1", "2.1:2", "0.0:null", "1.0:null", "2.0:3"])
    }
}
