import Lake
import Testing

@Suite struct LakeSettingsTests {
    @Test func bronzeComesFirstInTheOrderOfCommits() {
        #expect(EngineLayouts.paths.first == "bronze/messages")
    }
}
