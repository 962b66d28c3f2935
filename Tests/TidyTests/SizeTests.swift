import Testing

struct SizeTests {
    private static let fileCap = 400
    private static let functionCap = 70

    @Test func noFileIsLongerThanTheCap() {
        let findings = RepositoryTree.swiftFiles.compactMap { file in
            // A final line break ends the last line and begins no other.
            let count = file.lines.count - (file.lines.last == "" ? 1 : 0)
            return count > Self.fileCap ? "\(file.path): \(count) lines, cap \(Self.fileCap)" : nil
        }
        #expect(findings.isEmpty, "\(listing(findings))")
    }

    @Test func noFunctionIsLongerThanTheCap() {
        let findings = RepositoryTree.swiftFiles.flatMap { file in
            FunctionSpan.spans(in: file.codeLines).filter { $0.lineCount > Self.functionCap }.map {
                "\(file.place($0.firstLine)): \($0.name) has \($0.lineCount) lines, cap \(Self.functionCap)"
            }
        }
        #expect(findings.isEmpty, "\(listing(findings))")
    }

    @Test func bracesInStringsCommentsAndDefaultsDoNotEndAFunction() {
        let text = #"""
            protocol Reader {
                func read() throws -> Int
                var size: Int { get }
            }
            func first(then: () -> Void = {}) {
                let text = "} \(items.map { "}" }) {"  // }
                /* } */
            }
            struct Box {
                init() { self.init(size: 1) }
            }
            """#
        let spans = FunctionSpan.spans(in: SourceFile(path: "", text: text).codeLines)
        #expect(
            spans == [
                FunctionSpan(name: "first", firstLine: 4, lineCount: 4),
                FunctionSpan(name: "init", firstLine: 9, lineCount: 1),
            ]
        )
    }

    @Test(arguments: [
        ("let a = \"x\" // y", "let a =         "),
        ("f(\"a\\(g(\"(\"))b\")", "f(    g(   )  )"),
        ("##\"a\"# \\(b)\"## + c", "                + c"),
        ("/* a /* b */ c */ d", "                  d"),
        ("\"\"\"\n{ \"\n\"\"\"; e", "   \n   \n   ; e"),
    ])
    func onlyCodeIsLeftOfAText(text: String, code: String) {
        let left = CodeText.code(of: text)
        #expect(left.filter { $0 != " " } == code.filter { $0 != " " })
        #expect(left.utf8.count == text.utf8.count)
    }
}
