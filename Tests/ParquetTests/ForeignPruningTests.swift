import Foundation
import Parquet
import Testing

/// Filtered reads of files by other writers, with and without page index and Bloom filters.
struct ForeignPruningTests {
    /// Rewrites our file to another path by the writer named.
    private static let rewrite = """
        import sys, pyarrow.parquet as pq
        source, target, writer = sys.argv[1:4]
        table = pq.read_table(source)
        small = dict(data_page_size=3000, write_batch_size=50, row_group_size=1700)
        if writer == 'pyarrow index':
            pq.write_table(table, target, write_page_index=True, compression='zstd', **small)
        if writer == 'pyarrow index v2':
            pq.write_table(table, target, write_page_index=True, data_page_version='2.0',
                compression='snappy', **small)
        if writer == 'pyarrow plain': pq.write_table(table, target, compression='none', **small)
        if writer == 'pyarrow bloom':
            pq.write_table(table, target, bloom_filter_options={'ward': True, 'key': True, 'hours': True},
                **small)
        if writer == 'polars':
            import polars
            polars.read_parquet(source).write_parquet(target, row_group_size=1700, data_page_size=3000)
        if writer == 'duckdb':
            import duckdb
            duckdb.sql(f"COPY (FROM '{source}') TO '{target}' (FORMAT parquet, ROW_GROUP_SIZE 2048)")
        """

    @Test(arguments: [
        "pyarrow index", "pyarrow index v2", "pyarrow plain", "pyarrow bloom", "polars", "duckdb",
    ])
    func filteredReadsEqualReadingAll(_ writer: String) throws {
        guard ForeignPython.isThere() else { return }
        let target = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).parquet")
        defer { try? FileManager.default.removeItem(at: target) }
        let ours = try encoded(FilteredReadTests.batch(rows: 4500, seed: 51)).bytes
        _ = try ForeignPython.run(Self.rewrite, on: ours, [target.path, writer])
        let reader = try FileReader(bytes: [UInt8](Data(contentsOf: target)))
        let all = try reader.read()
        #expect(all.rowCount == 4500)
        var random = SeededRandom(seed: 52)
        var total = PruningReport()
        for round in 0..<60 {
            let request = FilteredReadTests.request(all, &random)
            total += try FilteredReadTests.check(reader, request, all, "\(writer), seed 52, round \(round)")
        }
        for zero in [0.0, -0.0] {
            let request = ReadRequest(
                filter: RowFilter([.init("hours", .equals(.double(zero)))]),
                wantsRowNumbers: true
            )
            try FilteredReadTests.check(reader, request, all, writer)
        }
        #expect(total.pagesRead < total.pages && total.rowGroupsPrunedByStatistics > 0, "\(total)")
        if writer == "duckdb" || writer == "pyarrow bloom" {
            #expect(total.rowGroupsPrunedByBloom > 0, "\(total)")
        }
    }
}
