import Foundation

/// The page of a library's documentation catalogue, whose examples must stand in a test that runs them.
package enum FrontPage {
    /// The examples of `module`'s page, and whether `file` has them, a test in the folder of its target.
    ///
    /// Indentation and empty lines do not count.
    package static func examples(
        of module: String,
        in file: String
    ) throws -> [(example: String, isCovered: Bool)] {
        let here = URL(fileURLWithPath: file)
        let root = here.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let page = root.appending(path: "Sources/\(module)/\(module).docc/\(module).md")
        let blocks = try String(contentsOf: page, encoding: .utf8).components(separatedBy: "```swift\n")
        let code = bare(try String(contentsOf: here, encoding: .utf8))
        return blocks.dropFirst().map { block in
            let example = bare(block.components(separatedBy: "\n```")[0])
            return (example, !example.isEmpty && code.contains(example))
        }
    }

    private static func bare(_ text: String) -> String {
        text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
            .joined(separator: "\n")
    }
}
