import Foundation
import OnlineForest

extension DataSet {
    /// Writes the same matrix for the peers: n: or c: and the feature's name, then target, arrival, discharge.
    func export(to folder: String) throws {
        var text = features.map { ($0.kind == .numeric ? "n:" : "c:") + $0.name }.joined(separator: ",")
        text += ",target,arrival,discharge\n"
        for index in 0..<count {
            text += row(index).map { "\($0)" }.joined(separator: ",")
            text +=
                ",\(target[index]),\(arrival?[index] ?? Double(index)),\(discharge?[index] ?? Double(index))\n"
        }
        try text.write(toFile: "\(folder)/\(name).csv", atomically: true, encoding: .utf8)
    }
}
