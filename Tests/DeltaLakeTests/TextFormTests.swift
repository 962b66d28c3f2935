import DeltaLake
import Parquet
import Storage
import Testing

@Suite struct TextFormTests {
    @Test func partitionFoldersAreEncodedOnceAndPathsTwice() {
        let folder = PartitionPath.folder(["ward", "day"], ["ward": "A/1 %", "day": nil])
        #expect(folder == "ward=A%2F1%20%25/day=__HIVE_DEFAULT_PARTITION__")
        let uri = PartitionPath.uri(folder + "/f.parquet")
        #expect(uri == "ward=A%252F1%2520%2525/day=__HIVE_DEFAULT_PARTITION__/f.parquet")
        #expect(PartitionPath.file(uri: uri) == folder + "/f.parquet")
    }

    @Test func overlongPartitionValuesGetDistinctShortFolders() {
        let long = String(repeating: "ü", count: 500)
        let one = PartitionPath.folder(["w"], ["w": long + "1"])
        let two = PartitionPath.folder(["w"], ["w": long + "2"])
        #expect(one != two)
        #expect(one.utf8.count <= PartitionPath.folderLimit)
    }

    @Test(arguments: [
        "/etc/passwd", "a/../../b", "..", "s3://x/y", "file:/x", "a%2", "a%zz", "", "a//b", "a%00", "%ff",
        "%2e%2e/x",
    ])
    func pathsThatLeaveTheTableAreRefused(uri: String) {
        #expect(PartitionPath.file(uri: uri) == nil)
    }

    @Test(
        arguments: [
            (0, "1970-01-01T00:00:00.000Z"), (-1, "1969-12-31T23:59:59.999Z"),
            (1_767_250_800_123_999, "2026-01-01T07:00:00.123Z"),
            (951_782_400_000_000, "2000-02-29T00:00:00.000Z"),
            (253_402_300_799_999_999, "9999-12-31T23:59:59.999Z"),
            (-62_167_219_200_000_000, "0000-01-01T00:00:00.000Z"),
        ] as [(Int64, String)]
    )
    func momentsAreFlooredToMilliseconds(microseconds: Int64, text: String) {
        #expect(CalendarText.timestamp(microseconds: microseconds) == text)
    }

    @Test func momentsAndDatesReadBack() {
        for moment: Int64 in [0, -1, 1_767_250_800_123_456, 253_402_300_799_999_999] {
            #expect(
                CalendarText.exactTimestamp(microseconds: moment).flatMap(CalendarText.microseconds) == moment
            )
        }
        #expect(CalendarText.microseconds("2026-01-01 07:00:00") == 1_767_250_800_000_000)
        #expect(CalendarText.microseconds("2026-01-01 07:00:00.5") == 1_767_250_800_500_000)
        #expect(CalendarText.days("2000-02-29") == 11_016)
        for bad in ["2026-02-30", "2026-1-01", "26-01-01", "", "2026-01-01x", "-001-01-01"] {
            #expect(CalendarText.days(bad) == nil, "\(bad)")
        }
        for bad in ["2026-01-01", "2026-01-01 25:00:00", "2026-01-01 07:00:00.", "2026-01-01 07:00:00+01:00"]
        {
            #expect(CalendarText.microseconds(bad) == nil, "\(bad)")
        }
        #expect(CalendarText.timestamp(microseconds: .max) == nil)
        #expect(CalendarText.timestamp(microseconds: .min) == nil)
    }

    @Test func longTextBoundsAreCutAndTheUpperOneRaised() {
        let text = Array(String(repeating: "a", count: 40).utf8)
        #expect(FileStatistics.minimum(.bytes(text), .string) == .string(String(repeating: "a", count: 32)))
        #expect(
            FileStatistics.maximum(.bytes(text), .string) == .string(String(repeating: "a", count: 31) + "b")
        )
        let top = Array(String(repeating: "\u{10FFFF}", count: 40).utf8)
        #expect(FileStatistics.maximum(.bytes(top), .string) == nil)
        #expect(FileStatistics.maximum(.bytes(Array("short".utf8)), .string) == .string("short"))
        #expect(FileStatistics.minimum(.double(.infinity), .double) == nil)
        #expect(FileStatistics.minimum(.bytes([1]), .binary) == nil)
        #expect(FileStatistics.minimum(.boolean(true), .boolean) == nil)
    }

    @Test func statisticsNeverNameAnIdentifyingColumn() throws {
        let folder = try TemporaryFolder()
        var table = try SampleTable.create(folder.table)
        _ = try SampleTable.append(&table, ids: 0..<10, version: 1)
        let stats = try #require(table.files.values.first?.stats)
        #expect(
            stats == """
                {"numRecords":10,"minValues":{"id":0,"wait":0.25,"at":"2026-01-01T07:00:00.123Z",\
                "day":"2026-01-01","bed":0,"ward":"ward-0"},"maxValues":{"id":9,"wait":2.25,\
                "at":"2026-01-01T07:00:09.123Z","day":"2026-01-03","bed":6,"ward":"ward-3"},\
                "nullCount":{"id":0,"wait":2,"at":0,"day":0,"bed":0,"ward":0}}
                """
        )
        for file in folder.files(includingLog: true) {
            let bytes = try LocalStorage().get(folder.table + "/" + file)
            let text = String(decoding: bytes, as: UTF8.self)
            #expect(!text.contains("patient 0") || file.hasSuffix(".parquet"))
        }
    }

    @Test func actionsSurviveEncodingWithHostileTexts() throws {
        let odd = "q\"uote \\ back / \u{1} \n\r\t ü 🏥 \u{2028}"
        let actions: [Action] = [
            .commitInfo(
                CommitInfo(
                    timestamp: 5,
                    operation: odd,
                    operationParameters: [odd: odd],
                    isBlindAppend: true,
                    readVersion: 3,
                    transactionID: "t"
                )
            ),
            .tableProtocol(
                TableProtocol(
                    minReaderVersion: 3,
                    minWriterVersion: 7,
                    readerFeatures: [],
                    writerFeatures: ["appendOnly"]
                )
            ),
            .metadata(
                TableMetadata(
                    id: "i",
                    name: odd,
                    description: odd,
                    schema: DeltaSchema([DeltaColumn("c", .date, comment: odd, unit: odd)]),
                    partitionColumns: [],
                    createdTime: 1,
                    configuration: [odd: odd]
                )
            ),
            .add(
                AddFile(
                    path: odd,
                    partitionValues: [odd: nil, "b": odd],
                    size: .max,
                    modificationTime: -1,
                    dataChange: false,
                    stats: odd,
                    tags: [odd: ""]
                )
            ),
            .remove(
                RemoveFile(
                    path: odd,
                    deletionTimestamp: nil,
                    dataChange: false,
                    extendedFileMetadata: true,
                    partitionValues: [odd: nil],
                    size: 0,
                    tags: ["a": odd]
                )
            ),
            .setTransaction(SetTransaction(appID: odd, version: .min)),
        ]
        let bytes = Action.encode(actions)
        #expect(bytes.count { $0 == 0x0A } == actions.count)
        #expect(try Action.decode(bytes, file: "0", keepingInfo: true) == actions)
    }
}
