import Foundation
import Testing

/// The moment at which a run is ended without warning: when it puts the nth file in place below a folder.
struct KillPoint: CustomStringConvertible {
    /// Folders below a lake in which every commit of a busy pipeline puts a file.
    static let places = ["bronze/messages", "silver/events", "silver/visits", "gold/kpis"].map {
        "\($0)/_delta_log/"
    }

    var place: String
    /// Counts from 1.
    var nth: Int
    /// Whether the file is in place when the program ends.
    var isAfter: Bool

    /// Draws a moment within the next few commits.
    init(using random: inout SeededRandom) {
        place = Self.places[Int.random(in: 0..<Self.places.count, using: &random)]
        nth = Int.random(in: 1...4, using: &random)
        isAfter = Bool.random(using: &random)
    }

    var description: String { "\(isAfter ? "after" : "before") file \(nth) of \(place)" }

    /// What the environment of the run must hold; `library` comes from `build`.
    func environment(_ library: String) -> [String] {
        ["LD_PRELOAD=\(library)", "KILL_PLACE=\(place)", "KILL_NTH=\(nth)"]
            + (isAfter ? ["KILL_AFTER=1"] : [])
    }

    /// Compiles the library that watches the calls, with the clang that comes with Swift; returns its path.
    static func build(in workspace: Workspace) throws -> String {
        let source = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "Scripts/kill_at.c").path
        let library = workspace.file("kill_at.so")
        let compiler = try Child(
            "/usr/bin/env",
            ["clang", "-shared", "-fPIC", "-O1", "-o", library, source, "-ldl"],
            input: nil,
            patience: Program.patience,
            at: #_sourceLocation
        )
        let ending = compiler.wait()
        try #require(ending.code == 0, "clang: \(ending.errors)")
        return library
    }
}
