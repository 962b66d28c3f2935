import Pipeline
import Foundation
import HL7
import Hospital
import Simulator

/// The messages of HL7 files, folder by folder in order of name; bytes that belong to no message are sent on for quarantine.
///
/// Names are ordered as people number them: `adt_2` comes before `adt_10`. Folders within folders are read too.
struct HL7Files: FeedSource {
    /// Folders deeper than this are refused.
    private static let deepest = 40
    /// After so many silences in a row, two seconds, a message whose last line has ended counts as whole.
    private static let longSilence = 20

    private var paths: ArraySlice<String>
    private var file: FileBytes?
    private let largest: Int
    private var stream: MessageStream
    private var silences = 0
    private var index = MessageIndex()

    /// The paths of a file, a folder, or `-` for standard input, all of which can be opened.
    static func paths(_ source: String) throws -> [String] {
        if source == "-" { return [source] }
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: source, isDirectory: &isFolder) else {
            throw Failure(.usage, "--from \(source): no such file or folder")
        }
        let paths = isFolder.boolValue ? try files(in: source, depth: 0) : [source]
        guard !paths.isEmpty else { throw Failure(.usage, "--from \(source): the folder is empty") }
        for path in paths where access(path, R_OK) != 0 {
            throw Failure(.failed, "\(path): cannot be read, \(String(cString: strerror(errno)))")
        }
        return paths
    }

    private static func files(in folder: String, depth: Int) throws -> [String] {
        guard depth < deepest else {
            throw Failure(.usage, "\(folder): more than \(deepest) folders within each other")
        }
        let names = try FileManager.default.contentsOfDirectory(atPath: folder)
            .filter { !$0.hasPrefix(".") }
            .sorted { $0.compare($1, options: [.numeric, .literal]) == .orderedAscending }
        return try names.flatMap { name in
            let path = "\(folder)/\(name)"
            var isFolder: ObjCBool = false
            let isThere = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
            return isThere && isFolder.boolValue ? try files(in: path, depth: depth + 1) : [path]
        }
    }

    /// - Parameter largest: messages over this many bytes come in pieces.
    init(paths: [String], largest: Int = MessageStream.defaultMaxItemBytes) {
        self.paths = paths[...]
        self.largest = largest
        stream = MessageStream(maxItemBytes: largest)
    }

    mutating func next() throws -> FeedStep? {
        while true {
            if let record = nextWhole() { return .record(record) }
            guard let file else {
                guard let path = paths.popFirst() else { return nil }
                stream = MessageStream(maxItemBytes: largest)
                file = try FileBytes(path)
                continue
            }
            switch try file.next() {
            case .bytes(let bytes):
                silences = 0
                stream.feed(bytes)
            case .silence:
                silences += 1
                let item = stream.pause(isLong: silences >= Self.longSilence)
                return item.flatMap { record($0) }.map { .record($0) } ?? .silence
            case .end:
                self.file = nil
                stream.finish()
            }
        }
    }

    mutating func stop() throws -> FeedRecord? {
        if let path = paths.first ?? file.flatMap({ $0.isRegular ? $0.path : nil }) {
            throw Failure(.problemsFound, "stopped before the end of \(path): the rest was not sent")
        }
        if let record = nextWhole() { return record }
        if let record = stream.pause(isLong: true).flatMap({ record($0) }) { return record }
        guard let file, stream.heldBytes > 0 else { return nil }
        throw Failure(
            .problemsFound,
            "\(file.path): stopped within a message, \(stream.heldBytes) bytes of it were not sent"
        )
    }

    /// The next message that is whole.
    private mutating func nextWhole() -> FeedRecord? {
        while let item = stream.next() {
            if let warning = item.warning {
                Terminal.complain("wardflow: warning: \(file.map { $0.path + ": " } ?? "")\(warning)")
            }
            if let record = record(item) { return record }
        }
        return nil
    }

    private mutating func record(_ item: StreamItem) -> FeedRecord? {
        switch item.kind {
        case .envelope:
            return nil
        case .json:
            return FeedRecord(
                kind: .shift,
                facility: jsonFacility(item.bytes),
                sentAt: .wall,
                payload: item.bytes
            )
        case .message, .junk, .oversized:
            return FeedRecord(
                kind: .message,
                facility: facility(item.bytes),
                sentAt: .wall,
                payload: item.bytes
            )
        }
    }

    /// MSH-4.1, the key of the log; empty when the bytes have none.
    private mutating func facility(_ bytes: [UInt8]) -> String {
        guard (try? index.parse(bytes)) != nil else { return "" }
        return (try? index.text(.msh, 4, component: 1, in: bytes)) ?? ""
    }

    private func jsonFacility(_ bytes: [UInt8]) -> String {
        struct Wire: Decodable { var facility: String }
        return (try? JSONDecoder().decode(Wire.self, from: Data(bytes)))?.facility ?? ""
    }
}
