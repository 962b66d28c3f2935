import Foundation
import Hospital
import Lake

/// Snapshots of partitions on disk, the last two of each kept.
///
/// A snapshot is two files of one number: `parts`, the bytes of the owners' parts that changed since the snapshot before,
/// and a `manifest` that names every part, old or new, and what must be true of log and lake. The manifest comes last
/// (temporary file, sync, rename), so that it never names bytes that are not there. A snapshot only shortens the replay:
/// one that cannot be written or read costs nothing else.
struct StateStore: Sendable {
    static let magic: [UInt8] = Array("WFSTATE8".utf8)
    static let kept = 2
    /// Parts are written anew, all of them, once the files hold this many times what is alive in them.
    static let largestWaste: Int64 = 3

    let folder: String
    private let sync: Bool

    init(folder: String, sync: Bool) {
        self.folder = folder
        self.sync = sync
    }

    /// Partitions that have a manifest.
    var partitions: [Int] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        let numbers = names.filter { $0.hasPrefix("partition-") && $0.hasSuffix(".manifest") }.compactMap {
            Int($0.dropFirst("partition-".count).prefix { $0 != "." })
        }
        return Set(numbers).sorted()
    }

    init(lake: String, identity: LakeIdentity, sync: Bool) throws {
        folder = Self.folder(lake: lake, identity)
        self.sync = sync
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw LakeError.unusableState(
                path: folder,
                detail: "cannot be made: \(error.localizedDescription)"
            )
        }
    }

    static func folder(lake: String, _ identity: LakeIdentity) -> String {
        "\(lake)/_wardflow/\(identity.appIDPrefix.replacingOccurrences(of: "/", with: "-"))"
    }

    // MARK: Writing

    /// What a snapshot is made of, on its way to the disk.
    struct Pending: Sendable {
        var saved: SavedPartition
        /// Owners whose parts are new, by position in `saved.owners`; the others' parts lie in older files.
        var fresh: [Int: StateParts]
        /// Whether nothing that was saved before may stay; then `fresh` has every owner.
        var forgets = false
    }

    /// Writes a snapshot; the parts that an older one has in the same form are not written again.
    ///
    /// - Parameter before: the manifest written or read last.
    /// - Returns: the manifest as it stands on disk now, and the bytes written.
    func save(_ pending: Pending, before: SavedPartition?) throws(LakeError) -> (SavedPartition, bytes: Int64)
    {
        var saved = pending.saved
        let number = (numbers(saved.partition).first ?? 0) + 1
        let isFull =
            pending.fresh.count == saved.owners.count
            && (pending.forgets || isWasteful(saved.partition, before))
        // Written one after the other, as they are: a copy of all state would be the largest thing in memory.
        var chunks: [[UInt8]] = []
        var size: Int64 = 0
        for place in saved.owners.indices where pending.fresh[place] == nil {
            let key = saved.owners[place].key
            guard let known = before?.owners.first(where: { $0.key == key }) else {
                throw .unusableState(path: folder, detail: "lacks an owner that was not saved before")
            }
            saved.owners[place] = known
        }
        for (place, parts) in pending.fresh.sorted(by: { $0.key < $1.key }) {
            let known = isFull ? nil : before?.owners.first { $0.key == saved.owners[place].key }
            saved.owners[place].parts = parts.parts.map { part in
                let hash = ContentHash.hash(part.bytes, 0..<part.bytes.count)
                if let same = known?.parts.first(where: {
                    $0.name == part.name && $0.version == part.version && $0.hash == hash
                        && $0.count == part.bytes.count
                }) {
                    return same
                }
                chunks.append(part.bytes)
                defer { size += Int64(part.bytes.count) }
                return .init(
                    name: part.name,
                    version: part.version,
                    file: number,
                    start: size,
                    count: Int64(part.bytes.count),
                    hash: hash
                )
            }
        }
        if size > 0 { try write(chunks, to: file(saved.partition, number, "parts")) }
        var writer = StateWriter()
        saved.write(to: &writer)
        var head = StateWriter()
        head.write(ContentHash.hash(writer.bytes, 0..<writer.bytes.count))
        try write([Self.magic, head.bytes, writer.bytes], to: file(saved.partition, number, "manifest"))
        clear(saved.partition, newest: saved, keeping: pending.forgets ? 1 : Self.kept)
        return (saved, size + Int64(writer.bytes.count))
    }

    /// Whether the files of a partition hold much more than what is alive in them.
    private func isWasteful(_ partition: Int, _ before: SavedPartition?) -> Bool {
        guard let before else { return true }
        let alive = before.owners.reduce(Int64(0)) { $0 + $1.parts.reduce(0) { $0 + $1.count } }
        let files = names(partition, "parts").reduce(Int64(0)) { total, number in
            let attributes = try? FileManager.default.attributesOfItem(
                atPath: file(partition, number, "parts")
            )
            return total + ((attributes?[.size] as? NSNumber)?.int64Value ?? 0)
        }
        return files > Self.largestWaste * max(alive, 1 << 20)
    }

    private func write(_ chunks: [[UInt8]], to target: String) throws(LakeError) {
        // The name holds the process, so that two runs cannot write the same temporary file.
        let temporary = "\(target).\(ProcessInfo.processInfo.processIdentifier).tmp"
        do {
            try Data().write(to: URL(fileURLWithPath: temporary))
            let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: temporary))
            defer { try? handle.close() }
            for chunk in chunks { try handle.write(contentsOf: chunk) }
            if sync { try handle.synchronize() }
        } catch {
            try? FileManager.default.removeItem(atPath: temporary)
            throw .unusableState(path: target, detail: "cannot be written: \(error.localizedDescription)")
        }
        guard rename(temporary, target) == 0 else {
            throw .unusableState(path: target, detail: "cannot be put in place (errno \(errno))")
        }
    }

    /// Deletes manifests beyond the newest ones and those that are damaged, the parts that none of the rest names, and what
    /// versions before this form left; when only one is kept, also what a crash left half written.
    private func clear(_ partition: Int, newest: SavedPartition, keeping most: Int) {
        var kept = 1
        var named = Set(newest.owners.flatMap { $0.parts.map(\.file) })
        for number in numbers(partition).dropFirst() {
            if kept < most, let saved = try? manifest(partition, number) {
                kept += 1
                named.formUnion(saved.owners.flatMap { $0.parts.map(\.file) })
            } else {
                remove(partition, number, "manifest")
            }
        }
        for number in names(partition, "state") { remove(partition, number, "state") }
        for number in names(partition, "parts") where !named.contains(number) {
            remove(partition, number, "parts")
        }
        guard most == 1 else { return }
        let left = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        for name in left where name.hasPrefix("partition-\(partition).") && name.hasSuffix(".tmp") {
            try? FileManager.default.removeItem(atPath: "\(folder)/\(name)")
        }
    }

    /// Whether every snapshot of `partition` holds the record at `offset`; false without one.
    func isPast(_ offset: Int64, partition: Int) -> Bool {
        let saved = numbers(partition).map { try? manifest(partition, $0) }
        return !saved.isEmpty
            && saved.allSatisfy { saved in
                saved.map { saved in
                    saved.nextOffset > offset && saved.owners.allSatisfy { $0.nextOffset > offset }
                } ?? false
            }
    }

    private func remove(_ partition: Int, _ number: Int64, _ what: String) {
        try? FileManager.default.removeItem(atPath: file(partition, number, what))
    }

    // MARK: Reading

    /// The newest manifest of `partition` that is whole and that `fits`; nil for none.
    ///
    /// - Throws: for a folder that cannot be read: an unreadable folder is no empty one.
    func load(_ partition: Int, fits: (SavedPartition) -> Bool) throws(LakeError) -> SavedPartition? {
        guard FileManager.default.isReadableFile(atPath: folder) else {
            throw .unusableState(path: folder, detail: "cannot be read; check its permissions")
        }
        for number in numbers(partition) {
            guard let saved = try manifest(partition, number), saved.partition == partition, fits(saved)
            else { continue }
            return saved
        }
        return nil
    }

    /// The manifest of a number; nil when it is damaged or of an older form.
    ///
    /// - Throws: for one of a newer form: to pass it over would be to throw it away.
    private func manifest(_ partition: Int, _ number: Int64) throws(LakeError) -> SavedPartition? {
        let path = file(partition, number, "manifest")
        guard let data = FileManager.default.contents(atPath: path) else { return nil }
        let bytes = [UInt8](data)
        let head = Self.magic.count + 8
        if bytes.starts(with: Self.magic.dropLast()), bytes.count >= Self.magic.count,
            let form = Self.magic.last, bytes[Self.magic.count - 1] > form
        {
            throw .unusableState(
                path: path,
                detail: "was written by a newer version of wardflow; run that one"
            )
        }
        guard bytes.count > head, bytes.starts(with: Self.magic) else { return nil }
        var reader = StateReader(Array(bytes[Self.magic.count...]))
        guard let hash = try? reader.integer(UInt64.self),
            hash == ContentHash.hash(bytes, head..<bytes.count),
            let saved = try? SavedPartition(from: &reader), reader.isAtEnd
        else { return nil }
        return saved
    }

    /// The parts of an owner; nil when some of them are gone or damaged.
    func parts(_ owner: SavedPartition.SavedOwner, partition: Int) -> StateParts? {
        var parts = StateParts()
        for part in owner.parts {
            guard let handle = FileHandle(forReadingAtPath: file(partition, part.file, "parts")) else {
                return nil
            }
            defer { try? handle.close() }
            guard (try? handle.seek(toOffset: UInt64(part.start))) != nil,
                let data = part.count == 0 ? Data() : try? handle.read(upToCount: Int(part.count))
            else { return nil }
            let bytes = [UInt8](data)
            guard bytes.count == part.count, ContentHash.hash(bytes, 0..<bytes.count) == part.hash else {
                return nil
            }
            parts.add(.init(name: part.name, version: part.version, bytes: bytes))
        }
        return parts
    }

    /// Numbers of the manifests of `partition`, newest first.
    private func numbers(_ partition: Int) -> [Int64] { names(partition, "manifest") }

    private func names(_ partition: Int, _ what: String) -> [Int64] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        let prefix = "partition-\(partition)."
        return names.filter { $0.hasPrefix(prefix) && $0.hasSuffix(".\(what)") }
            .compactMap { Int64($0.dropFirst(prefix.count).dropLast(what.count + 1)) }
            .sorted(by: >)
    }

    private func file(_ partition: Int, _ number: Int64, _ what: String) -> String {
        "\(folder)/partition-\(partition).\(number).\(what)"
    }
}
