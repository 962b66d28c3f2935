/// The top-level file of a V2 checkpoint in JSON.
struct CheckpointJSON {
    /// Protocol, metadata and what else stands in the file itself.
    var actions: [Action]
    /// The names of its sidecars.
    var sidecars: [String]

    /// Reads the file.
    ///
    /// - Throws: `corruptCheckpoint` with the file's name.
    static func decode(_ bytes: [UInt8], file: String) throws(DeltaError) -> CheckpointJSON {
        do throws(DeltaError) {
            let actions = try Action.decode(bytes, file: file)
            return CheckpointJSON(actions: actions, sidecars: try sidecars(bytes, file))
        } catch {
            guard case .corruptLog(_, let line, let reason) = error else { throw error }
            throw .corruptCheckpoint(file: file, reason: "line \(line): \(reason)")
        }
    }

    private static func sidecars(_ bytes: [UInt8], _ file: String) throws(DeltaError) -> [String] {
        var sidecars: [String] = []
        for line in bytes.split(separator: 0x0A) {
            var scanner = JSONScanner(bytes, in: line.startIndex..<line.endIndex)
            do throws(JSONError) {
                var isFirst = true
                while let key = try scanner.nextKey(&isFirst) {
                    guard key == "sidecar" else {
                        try scanner.skipValue()
                        continue
                    }
                    guard let path = try JSONValue(from: &scanner)["path"]?.stringValue,
                        let name = SidecarName.file(uri: path)
                    else { throw scanner.error("sidecar.path is no name of a sidecar") }
                    sidecars.append(name)
                }
            } catch {
                throw .corruptCheckpoint(file: file, reason: error.reason)
            }
        }
        return sidecars
    }
}
