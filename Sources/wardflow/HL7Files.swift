import Foundation
import HL7
import Hospital
import Simulator

/// The messages of HL7 files in order of file name; bytes that belong to no message are sent on for quarantine.
struct HL7Files: Sequence {
    private let paths: [String]
    /// Messages over this many bytes come in pieces.
    var largest = MessageStream.defaultMaxItemBytes

    /// A file, a folder of files, or `-` for standard input.
    init(_ source: String) throws {
        if source == "-" {
            paths = ["/dev/stdin"]
            return
        }
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: source, isDirectory: &isFolder) else {
            throw Failure(.usage, "--from \(source): no such file or folder")
        }
        guard isFolder.boolValue else {
            paths = [source]
            return
        }
        let names = try FileManager.default.contentsOfDirectory(atPath: source).filter { !$0.hasPrefix(".") }
            .sorted()
        paths = names.map { "\(source)/\($0)" }
        guard !paths.isEmpty else { throw Failure(.usage, "--from \(source): the folder is empty") }
    }

    func makeIterator() -> Iterator { Iterator(paths, largest) }

    struct Iterator: IteratorProtocol {
        private static let chunk = 1 << 20

        private var paths: ArraySlice<String>
        private var handle: FileHandle?
        private let largest: Int
        private var stream: MessageStream
        private var index = MessageIndex()

        init(_ paths: [String], _ largest: Int) {
            self.paths = paths[...]
            self.largest = largest
            stream = MessageStream(maxItemBytes: largest)
        }

        mutating func next() -> FeedRecord? {
            while true {
                while let item = stream.next() {
                    if let warning = item.warning { Terminal.complain("wardflow: warning: \(warning)") }
                    if let record = record(item) { return record }
                }
                guard advance() else { return nil }
            }
        }

        /// Feeds the next piece; false when everything was read.
        private mutating func advance() -> Bool {
            if let handle {
                if let data = try? handle.read(upToCount: Self.chunk), !data.isEmpty {
                    stream.feed(data)
                } else {
                    try? handle.close()
                    self.handle = nil
                    stream.finish()
                }
                return true
            }
            guard let path = paths.popFirst() else { return false }
            stream = MessageStream(maxItemBytes: largest)
            handle = FileHandle(forReadingAtPath: path)
            if handle == nil { Terminal.complain("wardflow: \(path): cannot be read, left out") }
            return true
        }

        private mutating func record(_ item: StreamItem) -> FeedRecord? {
            switch item.kind {
            case .envelope:
                return nil
            case .json:
                return FeedRecord(
                    kind: .shift,
                    facility: jsonFacility(item.bytes),
                    sentAt: .now,
                    payload: item.bytes
                )
            case .message, .junk, .oversized:
                return FeedRecord(
                    kind: .message,
                    facility: facility(item.bytes),
                    sentAt: .now,
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
}
