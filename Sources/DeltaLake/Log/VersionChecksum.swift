/// What a `.crc` file says of one version, to find a log that was tampered with or misread.
struct VersionChecksum: Hashable {
    /// Applications beyond which their progress is left out, which the protocol allows.
    static let transactionLimit = 1_000

    var bytes: Int64
    var fileCount: Int64
    var inCommitTimestamp: Int64?
    /// Progress by application; nil when the writer left it out.
    var transactions: [String: Int64]?
    /// Domains by name; nil when the writer left them out.
    var domains: [String: DomainMetadata]?
    var metadata: TableMetadata
    var tableProtocol: TableProtocol
    /// Rows that deletion vectors take out; nil when the writer left it out.
    var deletedRows: Int64?
    /// Files with deletion vectors; nil when the writer left it out.
    var deletionVectors: Int64?

    /// What a snapshot says; nil without protocol or metadata.
    init?(_ snapshot: Snapshot, inCommitTimestamp: Int64?) {
        guard let metadata = snapshot.metadata, let tableProtocol = snapshot.tableProtocol else { return nil }
        bytes = snapshot.totals.bytes
        fileCount = Int64(snapshot.files.count)
        self.inCommitTimestamp = inCommitTimestamp
        transactions = snapshot.transactions.count > Self.transactionLimit ? nil : snapshot.transactions
        domains = snapshot.domains
        self.metadata = metadata
        self.tableProtocol = tableProtocol
        guard tableProtocol.features.contains(.deletionVectors) else { return }
        deletedRows = snapshot.totals.deletedRows
        deletionVectors = snapshot.totals.deletionVectors
    }

    /// The text of the file.
    func encoded(transactionID: String) -> [UInt8] {
        var writer = JSONWriter(capacity: 2_048)
        writer.beginObject()
        writer.key("txnId")
        writer.value(transactionID)
        for (name, number) in [
            ("tableSizeBytes", bytes), ("numFiles", fileCount), ("numMetadata", 1), ("numProtocol", 1),
            ("numDeletedRecordsOpt", deletedRows), ("numDeletionVectorsOpt", deletionVectors),
            ("inCommitTimestampOpt", inCommitTimestamp),
        ] {
            guard let number else { continue }
            writer.key(name)
            writer.value(number)
        }
        if let transactions {
            writer.key("setTransactions")
            writer.beginArray()
            for (appID, version) in transactions.sorted(by: { $0.key < $1.key }) {
                SetTransaction(appID: appID, version: version).write(to: &writer)
            }
            writer.endArray()
        }
        if let domains {
            writer.key("domainMetadata")
            writer.beginArray()
            for (_, domain) in domains.sorted(by: { $0.key < $1.key }) { domain.write(to: &writer) }
            writer.endArray()
        }
        writer.key("metadata")
        metadata.write(to: &writer)
        writer.key("protocol")
        tableProtocol.write(to: &writer)
        writer.endObject()
        writer.endLine()
        return writer.bytes
    }

    /// Reads the file; a required field that is missing is an error.
    init(_ bytes: [UInt8]) throws(JSONError) {
        var scanner = JSONScanner(bytes)
        var numbers: [String: Int64] = [:]
        var metadata: TableMetadata?
        var tableProtocol: TableProtocol?
        var isFirst = true
        while let key = try scanner.nextKey(&isFirst) {
            if scanner.takeNull() { continue }
            switch key {
            case "tableSizeBytes", "numFiles", "inCommitTimestampOpt", "numDeletedRecordsOpt",
                "numDeletionVectorsOpt":
                numbers[key] = try scanner.int64()
            case "setTransactions":
                var found: [String: Int64] = [:]
                var isFirst = true
                while try scanner.nextElement(&isFirst) {
                    let item = try SetTransaction(from: &scanner)
                    found[item.appID] = item.version
                }
                transactions = found
            case "domainMetadata":
                var found: [String: DomainMetadata] = [:]
                var isFirst = true
                while try scanner.nextElement(&isFirst) {
                    let item = try DomainMetadata(from: &scanner)
                    found[item.domain] = item
                }
                domains = found
            case "metadata": metadata = try TableMetadata(from: &scanner)
            case "protocol": tableProtocol = try TableProtocol(from: &scanner)
            default: try scanner.skipValue()
            }
        }
        self.bytes = try scanner.require(numbers["tableSizeBytes"], "tableSizeBytes")
        fileCount = try scanner.require(numbers["numFiles"], "numFiles")
        inCommitTimestamp = numbers["inCommitTimestampOpt"]
        self.metadata = try scanner.require(metadata, "metadata")
        self.tableProtocol = try scanner.require(tableProtocol, "protocol")
        deletedRows = numbers["numDeletedRecordsOpt"]
        deletionVectors = numbers["numDeletionVectorsOpt"]
    }

    /// The first field in which a file (this) and a snapshot (`other`) differ; what one leaves out agrees.
    func difference(from other: VersionChecksum) -> String? {
        func differs<Value: Equatable>(_ mine: Value?, _ theirs: Value?) -> Bool {
            guard let mine, let theirs else { return false }
            return mine != theirs
        }
        if bytes != other.bytes { return "tableSizeBytes" }
        if fileCount != other.fileCount { return "numFiles" }
        if metadata != other.metadata { return "metadata" }
        if tableProtocol != other.tableProtocol { return "protocol" }
        if differs(inCommitTimestamp, other.inCommitTimestamp) { return "inCommitTimestampOpt" }
        if differs(transactions, other.transactions) { return "setTransactions" }
        if differs(domains, other.domains) { return "domainMetadata" }
        if differs(deletedRows, other.deletedRows) { return "numDeletedRecordsOpt" }
        if differs(deletionVectors, other.deletionVectors) { return "numDeletionVectorsOpt" }
        return nil
    }
}
