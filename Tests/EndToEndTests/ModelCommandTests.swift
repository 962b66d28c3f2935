import Foundation
import Testing

extension EndToEnd {
    /// `wardflow predict` and `wardflow train` as an analyst uses them.
    @Suite struct ModelCommandTests {
        private struct Answer: Decodable {
            struct Reason: Decodable {
                var reason: String
                var hours: Double
            }
            var facility: String
            var modelVersion: String
            var learned: Int
            var losHours: Double
            var losMedianHours: Double
            var losLowerHours: Double
            var losUpperHours: Double
            var remainingHours: Double
            var breachProbability: Double?
            var longStayProbability: Double?
            var baseHours: Double
            var reasons: [Reason]
            var otherHours: Double
        }

        private struct Report: Decodable {
            struct Figure: Decodable {
                var metric: String
                var trained: Double
                var served: Double?
            }
            var departmentStays: Int
            var digest: String
            var figures: [Figure]
            var sent: Bool
        }

        private func lake() throws -> Workspace {
            let workspace = try Workspace()
            try Program.feed(seed: 5, days: 3, to: workspace.log())
            try Program.summary(log: workspace.log(), lake: workspace.file("lake"))
            return workspace
        }

        private func answer(_ workspace: Workspace, _ options: [String]) throws -> Answer {
            let arguments = ["predict", "--lake", workspace.file("lake"), "--json"] + options
            return try JSONDecoder().decode(Answer.self, from: Data(Program.succeed(arguments).utf8))
        }

        @Test func aPredictionIsASumOfItsReasonsWithAnIntervalAroundIt() throws {
            let workspace = try lake()
            for options in [
                ["--age", "80", "--arrival-mode", "ambulance", "--acuity", "2"], ["--age", "20"], [],
                ["--stay", "inpatient", "--ward", "MED", "--age", "80", "--gender", "F"],
                ["--stay", "inpatient", "--stayed", "30h"],
                ["--stayed", "90m", "--at", "2026-01-07T03:00:00Z"],
            ] {
                let answer = try answer(workspace, options)
                let isInpatient = options.contains("inpatient")
                #expect(answer.facility == "RXA" && answer.learned > 0 && !answer.modelVersion.isEmpty)
                #expect((answer.breachProbability == nil) == isInpatient)
                #expect((answer.longStayProbability == nil) == !isInpatient)
                let sum = answer.baseHours + answer.otherHours + answer.reasons.reduce(0) { $0 + $1.hours }
                #expect(abs(sum - answer.losHours) < 1e-6)
                #expect(answer.losLowerHours <= answer.losUpperHours)
                #expect(answer.remainingHours >= 0 && answer.reasons.count <= 5)
            }
            let text = try Program.succeed(
                ["predict", "--lake", workspace.file("lake"), "--arrival-mode", "ambulance"]
            )
            for words in ["breach of four hours", "80 % stay", "why", "Not a medical device"] {
                #expect(text.contains(words))
            }
        }

        @Test func aWardThatNeverWasIsRefused() throws {
            let workspace = try lake()
            let ending = try Program.run(
                ["predict", "--lake", workspace.file("lake"), "--ward", "NOWHERE"]
            )
            ending.expect(code: 64, naming: ["NOWHERE", "RXA"])
            let other = try Program.run(["predict", "--lake", workspace.file("lake"), "--facility", "ZZZ"])
            other.expect(code: 1, naming: ["ZZZ", "RXA"])
        }

        @Test func aTrainedModelIsShownBesideWhatWasServedAndChallengesIt() throws {
            let workspace = try lake()
            let train = [
                "train", "--lake", workspace.file("lake"), "--learner", "hazard", "--trees", "3", "--json",
            ]
            let dry = try JSONDecoder().decode(Report.self, from: Data(Program.succeed(train).utf8))
            #expect(!dry.sent && dry.departmentStays > 300)
            #expect(dry.figures.contains { $0.metric == "mae_hours" && $0.served != nil && $0.trained > 0 })
            let sent = try JSONDecoder().decode(
                Report.self,
                from: Data(
                    Program.succeed(train + ["--log", workspace.log(), "--by", "analyst"]).utf8
                )
            )
            #expect(sent.sent && sent.digest == dry.digest)
            // What was sent is read back, and a day later both models have been scored.
            try Program.feed(seed: 6, days: 5, to: workspace.log())
            try Program.summary(log: workspace.log(), lake: workspace.file("lake"))
            let roles = try Program.succeed([
                "query", "--lake", workspace.file("lake"), "--format", "csv",
                "SELECT DISTINCT role FROM gold.model_quality WHERE window = 'day' AND model = 'department_stay' "
                    + "ORDER BY role",
            ])
            #expect(roles.contains("champion") && roles.contains("challenger"))
        }
    }
}
