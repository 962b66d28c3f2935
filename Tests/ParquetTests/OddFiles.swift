/// Handmade files of features that no writer at hand uses.
enum OddFiles {
    private static let number = HandmadeFile.Element(name: "n", physical: 1)
    private static let text = HandmadeFile.Element(
        name: "s",
        repetition: 1,
        physical: 6,
        converted: 0
    )

    static let all: [(String, HandmadeFile)] = [
        (
            "INT96",
            HandmadeFile(
                HandmadeFile.Element(name: "t", physical: 3),
                rows: 2,
                [HandmadeFile.Page(values: 2, body: int96 + int96)]
            )
        ),
        (
            "BIT_PACKED levels",
            HandmadeFile(
                text,
                rows: 4,
                [HandmadeFile.Page(values: 4, levelEncoding: 4, body: [0b1010_0000] + texts)]
            )
        ),
        (
            "PLAIN_DICTIONARY",
            HandmadeFile(
                text,
                rows: 4,
                [
                    HandmadeFile.Page(kind: 2, values: 2, encoding: 2, body: texts),
                    HandmadeFile.Page(
                        values: 4,
                        encoding: 2,
                        body: prefixed([0x03, 0x0B]) + [1, 0x03, 0b110]
                    ),
                ]
            )
        ),
        (
            "lz4_raw",
            HandmadeFile(
                number,
                rows: 8,
                codec: 7,
                [
                    HandmadeFile.Page(
                        values: 8,
                        body: [0x4F, 7, 0, 0, 0, 4, 0, 4, 0x50, 0, 7, 0, 0, 0],
                        uncompressed: 32
                    )
                ]
            )
        ),
        (
            "snappy",
            HandmadeFile(
                number,
                rows: 8,
                codec: 1,
                [
                    HandmadeFile.Page(
                        values: 8,
                        body: [32, 12, 7, 0, 0, 0, 27 << 2 | 2, 4, 0],
                        uncompressed: 32
                    )
                ]
            )
        ),
        (
            "wide decimal",
            HandmadeFile(
                HandmadeFile.Element(name: "d", physical: 6, converted: 5, scale: 1, precision: 30),
                rows: 2,
                [
                    HandmadeFile.Page(
                        values: 2,
                        body: littleEndian(2) + [0xCF, 0xC7] + littleEndian(1) + [5]
                    )
                ]
            )
        ),
        (
            "two-level list",
            HandmadeFile(
                schema: [
                    HandmadeFile.Element(name: "a", repetition: 1, children: 1, converted: 3),
                    HandmadeFile.Element(name: "array", repetition: 2, physical: 1),
                ],
                rows: 2,
                [
                    HandmadeFile.Chunk(
                        physical: 1,
                        pages: [
                            HandmadeFile.Page(
                                values: 3,
                                body: prefixed([0x03, 0b010]) + prefixed([0x03, 0b10_1010, 0])
                                    + littleEndian(1) + littleEndian(2) + littleEndian(3)
                            )
                        ]
                    )
                ]
            )
        ),
        (
            "streams split",
            HandmadeFile(
                HandmadeFile.Element(name: "f", physical: 7, length: 3),
                rows: 2,
                [HandmadeFile.Page(values: 2, encoding: 9, body: [1, 2, 3, 4, 5, 6])]
            )
        ),
        (
            "V2 of nulls",
            HandmadeFile(
                text,
                rows: 3,
                codec: 6,
                [
                    HandmadeFile.Page(
                        kind: 3,
                        values: 3,
                        encoding: 8,
                        body: [6, 0],
                        nulls: 3,
                        definitionBytes: 2
                    )
                ]
            )
        ),
    ]

    private static let int96 = littleEndian(43_200_000_000_000, 8) + littleEndian(2_460_000)
    private static let texts = littleEndian(1) + [0x61] + littleEndian(1) + [0x62]
}
