import Testing
import YAMLSettings

@Suite struct ConfigurationTreeTests {
    private func node(_ yaml: String, _ file: String = "x.yaml") throws -> ConfigurationNode {
        try ConfigurationNode(yaml: yaml, file: file)
    }

    @Test func treesThatReadTheSameGiveTheSameText() throws {
        let one = try node("b: \"07:00\"\na: {z: [1, 0.5, yes], y: true}   # a remark\n")
        let other = try node("{\"a\": {y: true, z: [\"1\", 0.5, 'yes']}, \"b\": 07:00}")
        #expect(one.json == #"{"a":{"y":true,"z":[1,0.5,"yes"]},"b":"07:00"}"#)
        #expect(other.json == one.json)
    }

    @Test(arguments: [
        "a", "24h", "07:00", "007", "-", "--1", "1.", ".5", "-0.5", "1e3", "true", "null", "~", "no", "a: b",
        "[x]", "{x}", "# x", "\"", "\\", "a\nb", "tab\tx", "a\u{85}b", "a\u{2028}b", " x ", "été", "ward 東",
        "🏥",
        "\u{7F}", "\u{A0}x", "&a", "*a", "!x", "99999999999999999999", "", "?", "- x", "%x", "@x", "`x",
    ])
    func everyTextSurvivesTheJSON(text: String) throws {
        let value = try node("[\"\(escaped(text))\"]").json
        let read = try node(value)
        #expect(try read.elements().map(\.text) == [text])
        #expect(read.json == value && !value.contains("\n"))
        let key = try node("{\"\(escaped(text))\": 1}").json
        #expect(try node(key).entries().map(\.key) == [text])
    }

    private func escaped(_ text: String) -> String {
        text.unicodeScalars.map { scalar in
            scalar.isASCII && scalar.value >= 32 && !"\"\\\u{7F}".unicodeScalars.contains(scalar)
                ? String(scalar)
                : "\\U" + String(repeating: "0", count: 8 - String(scalar.value, radix: 16).count)
                    + String(scalar.value, radix: 16)
        }.joined()
    }

    @Test func mergingReplacesKeyByKeyToTheGivenDepth() throws {
        let defaults = try node(
            "limits: {a: 1, b: 2}\nwards: {X: {beds: 1}}\nname: old\nmore: {m: {p: 1, q: 2}}"
        )
        let site = try node("wards: {Y: {beds: 2}}\nlimits: {b: 3}\nextra: 4\nmore: {m: {q: 5}}", "site.yaml")
        let merged = defaults.merged(with: site) { ["limits": 1, "more": 2][$0] ?? 0 }
        #expect(
            merged.json
                == #"{"extra":4,"limits":{"a":1,"b":3},"more":{"m":{"p":1,"q":5}},"name":"old","#
                + #""wards":{"Y":{"beds":2}}}"#
        )
    }

    @Test func afterMergingEachFaultNamesTheFileItsValueCameFrom() throws {
        let defaults = try node("limits:\n  a: 1\n  b: 2\n")
        let merged = defaults.merged(with: try node("\n\nlimits: {b: 3}", "site.yaml")) { _ in 1 }
        let limits = try #require(try merged.entries().first?.value).mapping(["a", "b"])
        #expect(limits["a"]?.fault("x").description == "x.yaml:2: `limits.a`: x")
        #expect(limits["b"]?.fault("x").description == "site.yaml:3: `limits.b`: x")
    }

    @Test func aListIsOneLeaf() throws {
        let leaves = try node("b: {at: [1, 2]}\na: x").leaves()
        #expect(leaves.map(\.path) == ["b.at", "a"] && leaves.map(\.text) == ["[1, 2]", "x"])
    }

    @Test func aliasesThatMultiplyAreRefusedBeforeTheyFillTheMemory() {
        var yaml = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        for level in 1...9 {
            yaml +=
                "a\(level): &a\(level) ["
                + Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
                + "]\n"
        }
        #expect {
            try node(yaml)
        } throws: {
            "\($0)".contains("more than 100000 values")
        }
    }
}
