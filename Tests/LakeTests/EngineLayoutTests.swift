import Lake
import Testing

@Suite struct EngineLayoutTests {
    @Test func bronzeComesFirstInTheOrderOfCommits() {
        #expect(EngineLayouts.paths.first == "bronze/messages")
    }
}
