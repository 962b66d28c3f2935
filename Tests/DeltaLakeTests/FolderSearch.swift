import CZstd
import Foundation

/// Looks for bytes in every file of a folder, also in what is compressed there.
enum FolderSearch {
    /// The files, relative, that hold `needle` in their bytes or in a zstd frame within them.
    static func files(in folder: String, holding needle: String) throws -> [String] {
        let names = FileManager.default.enumerator(atPath: folder)?.allObjects as? [String] ?? []
        let wanted = Data(needle.utf8)
        return try names.filter { name in
            var isFolder: ObjCBool = false
            _ = FileManager.default.fileExists(atPath: "\(folder)/\(name)", isDirectory: &isFolder)
            if isFolder.boolValue { return false }
            let bytes = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)"))
            return bytes.range(of: wanted) != nil || frames(bytes).contains { $0.range(of: wanted) != nil }
        }.sorted()
    }

    /// What the zstd frames in `bytes` decompress to.
    private static func frames(_ bytes: Data) -> [Data] {
        let magic = Data([0x28, 0xB5, 0x2F, 0xFD])
        var frames: [Data] = []
        var start = bytes.startIndex
        while let found = bytes.range(of: magic, in: start..<bytes.endIndex) {
            start = found.upperBound
            let rest = Array(bytes[found.lowerBound...])
            let size = ZSTD_findFrameCompressedSize(rest, rest.count)
            guard ZSTD_isError(size) == 0 else { continue }
            var plain = [UInt8](repeating: 0, count: 1 << 22)
            let count = ZSTD_decompress(&plain, plain.count, rest, size)
            if ZSTD_isError(count) == 0 { frames.append(Data(plain.prefix(count))) }
        }
        return frames
    }
}
