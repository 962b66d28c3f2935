import EventLog
import Foundation

/// Beside a lake: which log it was written from last, so that a command about the lake need not be told.
///
/// `LAKE/_wardflow/log.url`, one line. A lake that was moved to another machine keeps the old address; `--log` says another.
enum LakeLogNote {
    private static func path(_ lake: String) -> String { "\(lake)/_wardflow/log.url" }

    /// Notes the address of the log that a pipeline reads; a failure costs the convenience only.
    static func write(_ url: String, lake: String) {
        var address = url
        if case .embedded(let directory)? = try? LogURL(url) {
            address = "log:\(URL(fileURLWithPath: directory).standardizedFileURL.path)"
        }
        guard read(lake: lake) != address else { return }
        try? Data("\(address)\n".utf8).write(to: URL(fileURLWithPath: path(lake)), options: .atomic)
    }

    /// The address noted last; nil for none.
    static func read(lake: String) -> String? {
        guard let data = FileManager.default.contents(atPath: path(lake)) else { return nil }
        let text = String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        return text.isEmpty ? nil : text
    }
}
