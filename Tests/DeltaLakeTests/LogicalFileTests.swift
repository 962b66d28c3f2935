import DeltaLake
import Foundation
import Testing

/// Files with deletion vectors, change files and domains, in commits and in checkpoints.
@Suite struct LogicalFileTests {
    private static let vector = DeletionVectorDescriptor(
        storage: .relative,
        pathOrInlineDv: "ab^-aqEH.-t@S}K{vb[*k^",
        offset: 4,
        sizeInBytes: 40,
        cardinality: 6
    )
    private static let second = DeletionVectorDescriptor(
        storage: .inline,
        pathOrInlineDv: "wi5b=000010000siXQKl0rr91000f55c8Xg0@@D72lkbi5=-{L",
        sizeInBytes: 44,
        cardinality: 7
    )

    private func add(_ path: String, _ vector: DeletionVectorDescriptor?) -> Action {
        var file = AddFile(
            path: path,
            size: 1,
            modificationTime: 2,
            tags: ["slice": "s"],
            deletionVector: vector
        )
        file.baseRowID = 5
        file.defaultRowCommitVersion = 6
        file.clusteringProvider = "liquid"
        return .add(file)
    }

    private func remove(_ path: String, _ vector: DeletionVectorDescriptor?) -> Action {
        let far = systemMilliseconds()
        return .remove(RemoveFile(path: path, deletionTimestamp: far, deletionVector: vector))
    }

    private func write(_ folder: TemporaryFolder, _ version: Int, _ actions: [Action]) throws {
        let text = String(decoding: Action.encode(actions), as: UTF8.self)
        try folder.writeLog("0000000000000000000\(version).json", text)
    }

    private func start(_ folder: TemporaryFolder) throws {
        try folder.writeLog(OpenTests.zero, OpenTests.protocolLine + "\n" + OpenTests.metadataLine + "\n")
    }

    private func open(_ folder: TemporaryFolder) throws -> DeltaTable {
        try DeltaTable.open(at: folder.table, options: SampleTable.options())
    }

    @Test func uniqueIDNamesStoragePathAndOffset() {
        #expect(Self.vector.uniqueID == "uab^-aqEH.-t@S}K{vb[*k^@4")
        #expect(Self.second.uniqueID == "iwi5b=000010000siXQKl0rr91000f55c8Xg0@@D72lkbi5=-{L")
    }

    @Test func allFieldsOfFileActionsSurviveTheLog() throws {
        let actions = [
            add("a", Self.vector), remove("a", nil), add("b", Self.second),
            .addChange(
                AddCDCFile(path: "_change_data/c", partitionValues: ["p": nil], size: 9, tags: ["a": "b"])
            ),
            .domainMetadata(DomainMetadata(domain: "delta.x", configuration: #"{"a":1}"#, isRemoved: true)),
        ]
        #expect(try Action.decode(Action.encode(actions), file: "1") == actions)
    }

    @Test func newVectorReplacesTheOldOneOfTheSameFile() throws {
        let folder = try TemporaryFolder()
        try start(folder)
        try write(folder, 1, [add("a", nil), add("b", nil)])
        try write(folder, 2, [add("a", Self.vector), remove("a", nil)])
        #expect(try open(folder).files["a"]?.deletionVector == Self.vector)
        try write(folder, 3, [remove("a", Self.vector), add("a", Self.second)])
        #expect(try open(folder).files["a"]?.deletionVector == Self.second)
        try write(folder, 4, [remove("a", Self.vector)])
        #expect(try open(folder).files.keys.sorted() == ["a", "b"], "another logical file was removed")
        try write(folder, 5, [remove("a", Self.second)])
        #expect(try open(folder).files.keys.sorted() == ["b"])
    }

    @Test func vectorsTombstonesAndDomainsSurviveACheckpoint() throws {
        let folder = try TemporaryFolder()
        try start(folder)
        let domain = DomainMetadata(domain: "org.ward", configuration: "x")
        let gone = DomainMetadata(domain: "org.gone", configuration: "y", isRemoved: true)
        try write(folder, 1, [add("a", nil), add("b", Self.second), .domainMetadata(domain)])
        try write(folder, 2, [add("a", Self.vector), remove("a", nil), .domainMetadata(gone)])
        var table = try open(folder)
        let before = table.files
        try table.writeCheckpoint()
        for version in 0...2 { try folder.removeLog("0000000000000000000\(version).json") }
        let opened = try open(folder)
        #expect(
            opened.files
                == before.mapValues { file in
                    var file = file
                    file.dataChange = false
                    return file
                }
        )
        #expect(opened.domains == ["org.ward": domain])
        // The tombstone of the file without a vector must not touch the live one.
        #expect(opened.files["a"]?.deletionVector == Self.vector)
    }

    @Test(arguments: [
        #"{"add":{"path":"x","size":1,"deletionVector":{"storageType":"z","pathOrInlineDv":"a","sizeInBytes":1,"cardinality":1}}}"#,
        #"{"add":{"path":"x","size":1,"deletionVector":{"storageType":"u","sizeInBytes":1,"cardinality":1}}}"#,
        #"{"add":{"path":"x","size":1,"deletionVector":{"storageType":"u","pathOrInlineDv":"a","sizeInBytes":-1,"cardinality":1}}}"#,
        #"{"add":{"path":"x","size":1,"deletionVector":{"storageType":"u","pathOrInlineDv":"a","offset":9999999999,"sizeInBytes":1,"cardinality":1}}}"#,
    ])
    func damagedVectorIsCorruption(line: String) throws {
        #expect(throws: DeltaError.self) { try Action.decode(Array(line.utf8), file: "1") }
    }
}
