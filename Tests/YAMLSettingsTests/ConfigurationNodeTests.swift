import Testing
import YAMLSettings

@Suite struct ConfigurationNodeTests {
    private func node(_ yaml: String) throws -> ConfigurationNode {
        try ConfigurationNode(yaml: yaml, file: "x.yaml")
    }

    private func fault(_ read: () throws -> Void) -> String {
        do {
            try read()
            return ""
        } catch {
            return "\(error)"
        }
    }

    @Test func aFaultNamesFileLineAndPathFromTheTop() throws {
        let root = try node("a: 1\nlimits:\n  lateness: soon\n")
        let limits = try #require(try root.mapping(["a", "limits"])["limits"])
        let lateness = try #require(try limits.mapping(["lateness"])["lateness"])
        let text = fault { _ = try lateness.microseconds() }
        #expect(text.hasPrefix("x.yaml:3: `limits.lateness`: expected a length of time"), "\(text)")
    }

    @Test func anUnknownKeyIsAFaultThatListsTheKnownOnes() throws {
        let root = try node("a: 1\nlatenes: 2\n")
        #expect(
            fault { _ = try root.mapping(["a", "lateness"]) }
                == "x.yaml:2: `latenes`: unknown key; known here: a, lateness"
        )
    }

    @Test func aKeyGivenTwiceIsNoYAML() {
        #expect(fault { _ = try node("a: 1\na: 2\n") }.hasPrefix("x.yaml"))
    }

    @Test(arguments: ["a: {b: [1, 2], c: \"07:00\"}", "{\"a\":{\"b\":[1,2],\"c\":\"07:00\"}}"])
    func jsonReadsAsTheYAMLItIs(text: String) throws {
        let a = try #require(try node(text).mapping(["a"])["a"])
        let values = try a.mapping(["b", "c"])
        #expect(try values["b"]?.elements().map { try $0.integer(0...9) } == [1, 2])
        #expect(values["c"]?.text == "07:00")
    }

    @Test(arguments: [
        ("500ms", 500_000), ("90s", 90_000_000), ("30m", 1_800_000_000), ("24h", 86_400_000_000),
        ("2d", 172_800_000_000),
    ])
    func lengthsOfTimeHaveAUnit(text: String, microseconds: Int64) throws {
        #expect(try node(text).microseconds() == microseconds)
    }

    @Test(arguments: ["24", "-1h", "1 h", "99999999999999999999h", "1000000d", "[1h]"])
    func whatIsNoLengthOfTimeIsRefused(text: String) throws {
        let node = try node(text)
        #expect(throws: ConfigurationError.self) { try node.microseconds() }
    }

    @Test func aScalarCountsAsAListOfOne() throws {
        #expect(try node("A01").elements().map(\.text) == ["A01"])
        #expect(throws: ConfigurationError.self) { try node("{a: 1}").elements() }
    }
}
