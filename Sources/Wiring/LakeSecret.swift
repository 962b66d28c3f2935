import Foundation
import Intake
package import Lake

/// The secret of a lake, which makes digests of patients useless to whoever has the log alone.
///
/// `LAKE/_wardflow/erasure.key`: 64 hexadecimal digits, drawn when a pipeline first opens the lake, for its owner alone
/// (mode 0600). A lost one is drawn anew; then requests made with the old one are refused where they are read again, and
/// what they erased stays erased, since replays go by the places of records.
package enum LakeSecret {
    /// Reads the secret of the lake at `lake`; draws one where there is none.
    package static func load(lake: String) throws(LakeError) -> [UInt8] {
        let folder = "\(lake)/_wardflow"
        let path = "\(folder)/erasure.key"
        if let secret = try read(path) { return secret }
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw .unusableState(path: folder, detail: "cannot be made: \(error.localizedDescription)")
        }
        // Written aside and linked, so that of two processes that begin at once one draws it.
        let temporary =
            "\(path).\(ProcessInfo.processInfo.processIdentifier).\(UInt32.random(in: 0...UInt32.max)).tmp"
        defer { unlink(temporary) }
        try write(drawn(), to: temporary)
        guard link(temporary, path) == 0 || errno == EEXIST else {
            throw .unusableState(path: path, detail: "cannot be put in place (errno \(errno))")
        }
        guard let secret = try read(path) else { throw .unusableState(path: path, detail: "is gone again") }
        return secret
    }

    /// The secret of the lake at `lake`; empty, and nothing is drawn, where there is none.
    package static func known(lake: String) throws(LakeError) -> [UInt8] {
        try read("\(lake)/_wardflow/erasure.key") ?? []
    }

    private static func drawn() -> [UInt8] {
        var random = SystemRandomNumberGenerator()
        return (0..<DigestKey.byteCount).map { _ in UInt8.random(in: 0...255, using: &random) }
    }

    private static func read(_ path: String) throws(LakeError) -> [UInt8]? {
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw .unusableState(path: path, detail: "cannot be read; check its permissions")
        }
        let digits = Array(String(decoding: data, as: UTF8.self).filter { !$0.isWhitespace })
        let bytes = stride(from: 0, to: digits.count - 1, by: 2).compactMap {
            UInt8(String(digits[$0...$0 + 1]), radix: 16)
        }
        guard digits.count == 2 * DigestKey.byteCount, bytes.count == DigestKey.byteCount else {
            throw .unusableState(
                path: path,
                detail:
                    "is damaged: expected \(2 * DigestKey.byteCount) hexadecimal digits; restore it, or delete it "
                    + "to have one drawn"
            )
        }
        return bytes
    }

    private static func write(_ secret: [UInt8], to path: String) throws(LakeError) {
        let text = secret.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() + "\n"
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw .unusableState(path: path, detail: "cannot be made (errno \(errno))")
        }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        do {
            try handle.write(contentsOf: Data(text.utf8))
            try handle.synchronize()
        } catch {
            throw .unusableState(path: path, detail: "cannot be written: \(error.localizedDescription)")
        }
    }
}
