import Facility
import Foundation
import Hospital

/// State snapshots on disk: one file per partition and offset, the last two kept.
///
/// A snapshot only shortens the replay. One that is missing, damaged, or from another version
/// or configuration is passed over.
struct StateStore {
    static let magic: [UInt8] = Array("WFSTATE7".utf8)
    static let kept = 2

    private let folder: String
    private let sync: Bool
    private let fingerprint: UInt64

    init(lake: String, identity: LakeIdentity, configuration: PipelineConfiguration) throws {
        let name = identity.appIDPrefix.replacingOccurrences(of: "/", with: "-")
        folder = "\(lake)/_wardflow/\(name)"
        sync = configuration.fsync
        fingerprint = configuration.stateFingerprint
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    /// Checksum of a snapshot, bound to the configuration it was made under.
    private static func seal(_ bytes: [UInt8], _ range: Range<Int>, _ fingerprint: UInt64) -> UInt64 {
        ContentHash.combine(ContentHash.hash(bytes, range), fingerprint)
    }

    private func file(_ partition: Int, _ offset: Int64) -> String {
        "\(folder)/partition-\(partition).\(offset).state"
    }

    /// Offsets of the snapshots of `partition`, newest first.
    private func offsets(_ partition: Int) -> [Int64] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        let prefix = "partition-\(partition)."
        return names.filter { $0.hasPrefix(prefix) && $0.hasSuffix(".state") }
            .compactMap { Int64($0.dropFirst(prefix.count).dropLast(6)) }
            .sorted(by: >)
    }

    /// Writes a state down: temporary file, sync, rename; older ones beyond two go, and any of an abandoned future.
    func save(_ state: SavedPartition) throws {
        let hash = Self.seal(state.bytes, 0..<state.bytes.count, fingerprint)
        let head = Self.magic + withUnsafeBytes(of: hash.littleEndian) { Array($0) }
        let target = file(state.partition, state.nextOffset)
        let temporary = target + ".tmp"
        guard FileManager.default.createFile(atPath: temporary, contents: nil) else {
            throw CocoaError(.fileWriteUnknown)
        }
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: temporary))
        try handle.write(contentsOf: head)
        try handle.write(contentsOf: state.bytes)
        if sync { try handle.synchronize() }
        try handle.close()
        guard rename(temporary, target) == 0 else { throw CocoaError(.fileWriteUnknown) }
        let known = offsets(state.partition)
        let gone =
            known.filter { $0 > state.nextOffset }
            + known.filter { $0 <= state.nextOffset }.dropFirst(Self.kept)
        for old in gone {
            try? FileManager.default.removeItem(atPath: file(state.partition, old))
        }
    }

    /// The newest readable snapshot of `partition` whose records bronze has up to `durable`; nil for none.
    func load(_ partition: Int, durable: Int64, _ configuration: PipelineConfiguration) -> PartitionState? {
        for offset in offsets(partition) where offset <= durable + 1 {
            guard let state = Self.read(file(partition, offset), configuration),
                state.partition == partition, state.nextOffset == offset
            else { continue }
            return state
        }
        return nil
    }

    /// The state in a file; nil unless it is whole and was written under this configuration.
    private static func read(_ file: String, _ configuration: PipelineConfiguration) -> PartitionState? {
        guard let data = FileManager.default.contents(atPath: file) else { return nil }
        let bytes = [UInt8](data)
        let head = magic.count + 8
        guard bytes.count > head, Array(bytes[..<magic.count]) == magic else { return nil }
        let stored = bytes[magic.count..<head].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        guard stored == seal(bytes, head..<bytes.count, configuration.stateFingerprint) else { return nil }
        var reader = StateReader(Array(bytes[head...]))
        guard let state = try? PartitionState(configuration: configuration, from: &reader), reader.isAtEnd
        else { return nil }
        return state
    }

    /// The newest flow of every facility that a pipeline of this configuration has saved beside a lake, by name.
    static func flows(lake: String, _ configuration: PipelineConfiguration) -> [String: SiteFlow] {
        var flows: [String: SiteFlow] = [:]
        let files =
            FileManager.default.enumerator(atPath: "\(lake)/_wardflow")?.compactMap { $0 as? String } ?? []
        for file in files.sorted() where file.hasSuffix(".state") {
            for facility in read("\(lake)/_wardflow/\(file)", configuration)?.facilities ?? []
            where facility.flow.watermark >= flows[facility.facility]?.watermark ?? .distantPast {
                flows[facility.facility] = facility.flow
            }
        }
        return flows
    }
}
