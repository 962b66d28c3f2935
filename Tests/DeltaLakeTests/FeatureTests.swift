import DeltaLake
import Foundation
import Testing

@Suite struct FeatureTests {
    private func create(
        _ folder: TemporaryFolder,
        _ configuration: [String: String],
        _ columns: [DeltaColumn] = []
    )
        throws -> DeltaTable
    {
        try DeltaTable.create(
            at: folder.table,
            schema: DeltaSchema([DeltaColumn("id", .long)] + columns),
            configuration: configuration,
            options: SampleTable.options()
        )
    }

    @Test(
        arguments: [
            ([:], 1, 2, nil, nil),
            (["delta.appendOnly": "true"], 1, 2, nil, nil),
            (["delta.enableChangeDataFeed": "true"], 1, 4, nil, nil),
            (
                ["delta.enableDeletionVectors": "true"], 3, 7, ["deletionVectors"],
                ["appendOnly", "deletionVectors", "invariants"]
            ),
            (
                ["delta.enableInCommitTimestamps": "true"], 1, 7, nil,
                ["appendOnly", "inCommitTimestamp", "invariants"]
            ),
            (
                ["delta.feature.vacuumProtocolCheck": "supported"], 3, 7, ["vacuumProtocolCheck"],
                ["appendOnly", "invariants", "vacuumProtocolCheck"]
            ),
            (
                ["delta.enableDeletionVectors": "true", "delta.enableChangeDataFeed": "true"], 3, 7,
                ["deletionVectors"], ["appendOnly", "changeDataFeed", "deletionVectors", "invariants"]
            ),
        ] as [([String: String], Int64, Int64, [String]?, [String]?)]
    )
    func propertiesRaiseTheProtocolOnlyAsFarAsTheyNeed(
        configuration: [String: String],
        reader: Int64,
        writer: Int64,
        readerFeatures: [String]?,
        writerFeatures: [String]?
    ) throws {
        let folder = try TemporaryFolder()
        _ = try create(folder, configuration)
        let table = try DeltaTable.open(at: folder.table)
        #expect(
            table.tableProtocol
                == TableProtocol(
                    minReaderVersion: reader,
                    minWriterVersion: writer,
                    readerFeatures: readerFeatures,
                    writerFeatures: writerFeatures
                )
        )
        #expect(table.readOnlyReason == nil)
        #expect(!table.metadata.configuration.keys.contains { $0.hasPrefix("delta.feature.") })
    }

    @Test func timesWithoutAZoneNeedTheirFeature() throws {
        let folder = try TemporaryFolder()
        let table = try create(
            folder,
            [:],
            [DeltaColumn("at", .array(element: .timestampNtz, containsNull: true))]
        )
        #expect(table.tableProtocol.readerFeatures == ["timestampNtz"])
    }

    @Test func oldTableIsRaisedOnceWhenAPropertyAsksForIt() throws {
        let folder = try TemporaryFolder()
        _ = try create(folder, [:])
        for _ in 0..<2 {
            let table = try DeltaTable.openOrCreate(
                at: folder.table,
                schema: DeltaSchema([DeltaColumn("id", .long)]),
                configuration: [
                    "delta.enableDeletionVectors": "true", "delta.feature.vacuumProtocolCheck": "supported",
                ],
                options: SampleTable.options()
            )
            #expect(table.version == 1)
            #expect(table.tableProtocol.readerFeatures == ["deletionVectors", "vacuumProtocolCheck"])
            #expect(
                table.tableProtocol.writerFeatures
                    == ["appendOnly", "deletionVectors", "invariants", "vacuumProtocolCheck"]
            )
        }
    }

    @Test(arguments: [
        ["delta.feature.rowTracking": "supported"], ["delta.columnMapping.mode": "name"],
        ["delta.enableRowTracking": "true"], ["delta.constraints.c": "sin(id) > 0"],
        ["delta.feature.typeWidening": "supported"],
    ])
    func featureThatCannotBeHonouredIsNotSwitchedOn(configuration: [String: String]) throws {
        let folder = try TemporaryFolder()
        #expect(throws: DeltaError.self) { try create(folder, configuration) }
        #expect(folder.files(includingLog: true).isEmpty)
    }

    @Test(arguments: ["columnMapping", "typeWidening", "typeWidening-preview", "vacuumProtocolCheck"])
    func listedFeatureThatNothingMakesActiveCanBeRead(feature: String) throws {
        let folder = try TemporaryFolder()
        let line =
            #"{"protocol":{"minReaderVersion":3,"minWriterVersion":7,"readerFeatures":["\#(feature)"],"#
            + #""writerFeatures":["\#(feature)"]}}"#
        try folder.writeLog(OpenTests.zero, line + "\n" + OpenTests.metadataLine)
        #expect(try DeltaTable.open(at: folder.table).version == 0)
        let mapped = OpenTests.metadataLine.replacing(
            #""configuration":{}"#,
            with: #""configuration":{"delta.columnMapping.mode":"name"}"#
        )
        try folder.writeLog(OpenTests.zero, line + "\n" + mapped)
        #expect(throws: DeltaError.unsupportedFeature(feature: "columnMapping", path: folder.table)) {
            try DeltaTable.open(at: folder.table)
        }
    }
}
