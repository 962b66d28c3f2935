import Alerts
import Facility
import Hospital
import PatientFlow
import StayModels
import TestSupport
import Testing

/// Stays as they are predicted, learned and explained.
@Suite struct StayTests {
    /// A department whose patients stay longer the less acute they are: 40 min for acuity 1, 280 for acuity 5.
    ///
    /// Every 20 minutes somebody comes; ages and small differences come from the seed.
    private func department(
        _ count: Int64,
        rules: AlertRules = AlertRules(),
        predictions: PredictionRules = PredictionRules(),
        seed: UInt64 = 3
    ) -> FlowRun {
        var site = smallSite(rules: rules)
        site.predictions = predictions
        var run = FlowRun(site)
        var random = SeededRandom(seed)
        var departures: [(minute: Int64, visit: String)] = []
        for number in 0..<count {
            let now = number * 20
            for departure in departures.filter({ $0.minute <= now }).sorted(by: { $0.minute < $1.minute }) {
                run.apply(event(.discharge, departure.visit, departure.minute))
            }
            departures.removeAll { $0.minute <= now }
            let acuity = Int.random(in: 1...5, using: &random)
            let age = Int.random(in: 1...95, using: &random)
            run.apply(event(.register, "V\(number)", now, "ED", age: age, acuity: acuity))
            let stay = Int64(acuity) * 60 - 20 + Int64.random(in: 0...10, using: &random)
            departures.append((now + stay, "V\(number)"))
        }
        return run
    }

    @Test(arguments: [Int64(1), 7, 400])
    func whoIsStillHereIsPredictedAtEachEdgeHoweverOftenTheLogBeats(beat: Int64) {
        var run = FlowRun(smallSite())
        run.apply(event(.register, "V1", 0, "ED", acuity: 3))
        for minute in stride(from: beat, through: 400, by: Int(beat)) {
            run.heartbeat(monday + .minutes(minute))
        }
        run.heartbeat(monday + .minutes(400))
        let passed = run.output.predictions.filter { $0.stage == .elapsed }
        let minutes = passed.map { $0.at.since(monday).minutes }
        #expect(minutes == [15, 30, 60, 90, 120, 150, 180, 210, 240, 300, 360])
    }

    @Test func whoHasLeftIsPredictedNoMore() {
        var run = FlowRun(smallSite())
        run.apply(event(.register, "V1", 0, "ED"))
        run.apply(event(.register, "V2", 1, "ED"))
        run.apply(event(.discharge, "V1", 40))
        run.apply(event(.cancelAdmit, "V2", 50))
        run.heartbeat(monday + .minutes(600))
        let last = run.output.predictions.map { $0.at.since(monday).minutes }.max()
        #expect(last == 31)
        #expect(run.flow.stays.learned(.department) == 1)
    }

    @Test func acuityIsFoundAndTheReasonsAddUpToTheExpectedStay() throws {
        let run = department(400)
        for kind in [1, 5] {
            var patient = SupposedPatient()
            patient.acuity = kind
            patient.ageYears = 50
            patient.ward = "ED"
            let forecast = try run.flow.suppose(patient)
            let truth = Double(kind * 60 - 15)
            #expect(abs(forecast.median - truth) < 40, "acuity \(kind)")
            #expect((forecast.lower...forecast.upper).contains(forecast.median))
            #expect((forecast.overLimit > 0.5) == (kind == 5))
            #expect(forecast.reasons.first?.phrase == "acuity \(kind)")
            #expect((forecast.reasons.first?.amount ?? 0 > 0) == (kind == 5))
            #expect(forecast.reasons.first?.text.hasSuffix(" min") == true)
            let sum = forecast.base + forecast.reasons.reduce(0) { $0 + $1.amount } + forecast.rest
            #expect(abs(sum - forecast.mean) < 1e-9)
            // What is left over are small parts, not a hidden large one.
            #expect(abs(forecast.rest) < 30)
        }
    }

    @Test func whoHasStayedLongIsExpectedToStayLonger() throws {
        let run = department(400)
        var patient = SupposedPatient()
        patient.acuity = 4
        var last = 0.0
        for stayed in [0.0, 60, 120, 210, 240, 300] {
            patient.stayed = stayed
            let forecast = try run.flow.suppose(patient)
            #expect(forecast.mean >= stayed && forecast.mean >= last - 1e-9)
            #expect(forecast.remaining >= 0)
            #expect(forecast.lower >= stayed && forecast.upper >= forecast.lower)
            if stayed >= 240 { #expect(forecast.overLimit == 1) }
            last = forecast.mean
        }
    }

    @Test func aSupposedPatientOfAnUnknownWardOrBeforeAnythingWasLearnedIsRefused() throws {
        var patient = SupposedPatient()
        #expect(throws: SupposingError.nothingLearned) {
            try FlowRun(smallSite()).flow.suppose(patient)
        }
        patient.ward = "NOWHERE"
        #expect(throws: SupposingError.unknownName("NOWHERE")) { try department(60).flow.suppose(patient) }
    }

    @Test func whatAModelMustNotSeeChangesNothing() throws {
        var predictions = PredictionRules()
        predictions.champion = StayModelRules(without: [.age, .gender])
        predictions.challenger = nil
        let run = department(300, predictions: predictions)
        var patient = SupposedPatient()
        patient.acuity = 3
        let forecasts = try [nil, 1, 95].map { age in
            patient.ageYears = age
            return try run.flow.suppose(patient)
        }
        #expect(forecasts[0].mean == forecasts[1].mean && forecasts[1].mean == forecasts[2].mean)
        #expect(!forecasts[2].reasons.contains { $0.phrase.hasPrefix("age") })
    }

    @Test func aBetterChallengerServesAndAWorseOneDoesNot() throws {
        for (blind, expected) in [(0, 1.0), (1, 0.0)] {
            var predictions = PredictionRules()
            predictions.champion = StayModelRules(without: blind == 0 ? [.acuity] : [])
            predictions.challenger = StayModelRules(without: blind == 1 ? [.acuity] : [])
            let run = department(1_200, predictions: predictions)
            let serving = run.output.quality.filter {
                $0.model == "department_stay" && $0.metric == "challenger_serves"
            }
            #expect(serving.first?.value == 0)
            #expect(serving.last?.value == expected)
        }
    }

    @Test func aTrainedModelSurvivesItsCodingAndServesOnceItIsBetter() throws {
        // A site that has seen twenty patients knows nothing; the model comes from one that has seen six hundred.
        var young = PredictionRules()
        young.challenger = nil
        var run = department(20, predictions: young)
        let trained = try TrainedModel(serving: department(600, seed: 9).flow.stays)
        let decoded = try TrainedModel(decoding: trained.encode())
        #expect(decoded.encode() == trained.encode())
        #expect(decoded.learned(.department) > 500)
        run.flow.challenge(with: decoded)
        try run.restart()
        var random = SeededRandom(5)
        var departures: [(minute: Int64, visit: String)] = []
        for number in Int64(0)..<900 {
            let start = 6_100 + number * 20
            let acuity = Int.random(in: 1...5, using: &random)
            run.apply(event(.register, "W\(number)", start, "ED", age: 40, acuity: acuity))
            departures.append((start + Int64(acuity) * 60 - 20, "W\(number)"))
            for departure in departures.filter({ $0.minute < start + 20 }).sorted(by: {
                $0.minute < $1.minute
            }) {
                run.apply(event(.discharge, departure.visit, departure.minute))
            }
            departures.removeAll { $0.minute < start + 20 }
        }
        let serving = run.output.quality.filter {
            $0.metric == "challenger_serves" && $0.model == "department_stay"
        }
        #expect(serving.contains { $0.value == 1 })
    }

    @Test func bytesThatAreNoModelAreAnErrorAndNeverATrap() throws {
        let bytes = try TrainedModel(serving: department(60).flow.stays).encode()
        for length in stride(from: 0, to: bytes.count, by: max(1, bytes.count / 50)) {
            #expect(throws: StateError.self) { try TrainedModel(decoding: Array(bytes[..<length])) }
        }
        #expect(throws: StateError.self) { try TrainedModel(decoding: bytes + [0]) }
        // No feature left to see: twelve names where the header of the department's model has none.
        let names = StayFeature.allCases.map(\.rawValue).sorted()
        var writer = StateWriter()
        writer.write(names)
        let place = 8 + 1 + 4 + "hazard".utf8.count + 8
        let unseeing = Array(bytes[..<place]) + writer.bytes + Array(bytes[(place + 4)...])
        #expect(throws: StateError.self) { try TrainedModel(decoding: unseeing) }
        var random = SeededRandom(1)
        for _ in 0..<60 {
            var mutated = bytes
            mutated[Int.random(in: 0..<bytes.count, using: &random)] ^= 0x40
            _ = try? TrainedModel(decoding: mutated)
        }
    }

    @Test func aBudgetOfNoAlertsIsKeptAndAnAlertFreezesModelAndReasons() throws {
        var rules = AlertRules()
        rules.minimumLearned = 50
        rules.likelyBreach = .perDay(0)
        let silent = department(400, rules: rules)
        #expect(silent.output.transitions.allSatisfy { $0.alert.rule != .likelyBreach })
        rules.likelyBreach = .precision(0.7)
        let run = department(800, rules: rules)
        let raised = run.output.transitions.filter {
            $0.alert.rule == .likelyBreach && $0.alert.state == .raised
        }
        #expect(raised.count > 20)
        #expect(raised.allSatisfy { !$0.alert.reasons.isEmpty && !$0.alert.modelVersion.isEmpty })
        #expect(raised.allSatisfy { $0.alert.value >= $0.alert.threshold })
        // Most alerts come true: only acuity 5 stays over four hours here.
        let acuities = Dictionary(
            run.accepted.map { ($0.event.visit, $0.event.acuity ?? 0) },
            uniquingKeysWith: max
        )
        let right = raised.count { acuities[$0.alert.visit] == 5 }
        #expect(Double(right) >= 0.7 * Double(raised.count))
    }

    @Test func aWardsDischargesAreForecastAndScored() throws {
        var run = FlowRun(smallSite())
        // Ten patients a day, each for exactly 30 hours: in any 24 hours most of a ward leave.
        for hour in Int64(0)..<240 {
            if hour % 3 == 0 { run.apply(event(.admit, "V\(hour)", hour * 60, "MED", "bed \(hour % 20)")) }
            if hour >= 30, (hour - 30) % 3 == 0 {
                run.apply(event(.discharge, "V\(hour - 30)", hour * 60 + 1))
            }
            run.heartbeat(monday + .minutes(hour * 60 + 30))
        }
        let rows = run.output.dischargeForecasts.filter { $0.ward == "MED" && $0.at > monday + .hours(180) }
        #expect(rows.count >= 3 * 55)
        for row in rows {
            #expect(row.patients >= 10 && row.patients <= 11)
            #expect(row.expected >= 0 && row.expected <= Double(row.patients))
            #expect(row.lower <= row.upper && row.upper <= row.patients)
        }
        let day = rows.filter { $0.horizonHours == 24 }.map(\.expected)
        let few = rows.filter { $0.horizonHours == 4 }.map(\.expected)
        #expect(abs(day.reduce(0, +) / Double(day.count) - 8) < 1.5)
        #expect(abs(few.reduce(0, +) / Double(few.count) - 1.33) < 0.7)
        let scored = run.output.quality.filter {
            $0.model == "discharge_forecast" && $0.role == "24" && $0.metric == "mae_patients"
                && $0.grouping == "ward" && $0.group == "MED"
        }
        #expect(!scored.isEmpty)
        #expect(scored.last.map { $0.value < 2 } == true)
    }

    @Test func qualityIsToldByWardAgeAndGenderForEachDay() {
        let run = department(900)
        let day = run.output.quality.filter { $0.window == .day && $0.model == "department_stay" }
        #expect(Set(day.filter { $0.grouping == "ward" }.map(\.group)) == ["ED"])
        let bands = Set(day.filter { $0.grouping == "age_band" }.map(\.group))
        #expect(bands.isSuperset(of: ["0-17", "18-64", "65-84", "85+"]))
        let last = day.filter { $0.grouping == "feature" }.suffix(StayFeature.allCases.count)
        #expect(last.max { $0.value < $1.value }?.group == "acuity", "\(last.map { ($0.group, $0.value) })")
        #expect(Set(day.map(\.role)) == ["served", "champion", "challenger"])
        // The groups of a day add up to all of it.
        for grouping in ["ward", "age_band", "gender"] {
            func total(_ grouping: String) -> Int64 {
                day.filter { $0.role == "served" && $0.metric == "mae_hours" && $0.grouping == grouping }
                    .reduce(0) { $0 + $1.count }
            }
            #expect(total(grouping) == total("all"))
        }
        #expect(day.allSatisfy { $0.value.isFinite && $0.count > 0 })
    }

    /// Outcomes of the day that were scored by `metric`.
    private func scored(_ run: FlowRun, _ kind: StayKind, _ metric: String) -> Int64 {
        run.output.quality.filter {
            $0.model == kind.name && $0.metric == metric && $0.window == .day && $0.role == "served"
                && $0.grouping == "all"
        }.reduce(0) { $0 + $1.count }
    }

    @Test func anErasedPatientIsNotScored() {
        let counts = [false, true].map { isErased in
            var run = department(40)
            run.apply(event(.register, "X", 1_000, "ED", acuity: 3))
            run.apply(event(.discharge, "X", 1_030))
            if isErased {
                let erasure = run.flow.erase(offset: 900) { $0 == "P-X" }
                #expect(erasure == .erased(visits: 1))
            }
            run.heartbeat(monday + .minutes(1_600))
            run.heartbeat(monday + .minutes(3_000))
            return scored(run, .department, "brier")
        }
        #expect(counts[0] > 20 && counts[1] == counts[0] - 1)
    }

    @Test func aStayIsScoredOnceHoweverOftenThePatientMovesAfterwards() {
        var run = FlowRun(smallSite(lateness: .hours(200)))
        run.apply(event(.admit, "A", 0, "AMU", "1"))
        run.apply(event(.discharge, "A", 60))
        run.apply(event(.admit, "B", 120, "AMU", "1"))
        run.heartbeat(monday + .hours(110))
        for (number, ward) in ["MED", "AMU", "MED"].enumerated() {
            run.apply(event(.transfer, "B", 110 * 60 + Int64(number) * 60, ward, "\(number)"))
        }
        run.apply(event(.discharge, "B", 120 * 60))
        run.heartbeat(monday + .hours(130))
        run.heartbeat(monday + .hours(160))
        // Nothing was known when A came; B is the only forecast, and was scored when 96 hours had passed.
        #expect(scored(run, .inpatient, "brier") == 1)
        #expect(scored(run, .inpatient, "mae_hours") == 1)
    }

    @Test func aModelThatDoesNotFitTheSiteIsPassedOver() throws {
        let trained = try TrainedModel(serving: department(60).flow.stays)
        var hiding = PredictionRules()
        hiding.champion.without = [.age]
        hiding.challenger?.without = [.age, .gender]
        var rules = AlertRules()
        rules.criticalStayHours = 72
        let runs = [department(60, predictions: hiding), department(60, rules: rules), department(60)]
        let accepted = runs.indices.map { runs[$0].flow.challenge(with: trained) }
        #expect(accepted == [false, false, true])
    }

    /// A trained model goes into a log that outlasts an erasure.
    @Test(arguments: [Int64(60), 700], [StayModelRules.Learner.hazard, .forest])
    func aTrainedModelNamesNoVisit(stays: Int64, learner: StayModelRules.Learner) throws {
        var rules = PredictionRules()
        rules.champion.learner = learner
        rules.challenger = nil
        let run = department(stays, predictions: rules)
        let bytes = try TrainedModel(serving: run.flow.stays).encode()
        let model = try TrainedModel(decoding: bytes)
        #expect(model.learned(.department) > 30)
        let keys = Set(
            (0..<stays).map { number in
                "V\(number)".utf8.reduce(0xcbf2_9ce4_8422_2325) { key, byte in
                    (key ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
                }
            }
        )
        var word: UInt64 = 0
        let named = bytes.count { byte in
            word = word >> 8 | UInt64(byte) << 56
            return keys.contains(word)
        }
        #expect(named == 0)
    }
}
