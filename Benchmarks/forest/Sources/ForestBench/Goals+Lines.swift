extension Goals {
    mutating func accuracy(_ bench: Bench) {
        atMost("sem_rmse", bench.score("sem")["rmse"], 191.8)
        atLeast("sem_auc", bench.score("sem")["auc"], 0.650)
        atMost("hrf_mae", bench.score("hrf")["mae"], 1.38)
        atLeast("hrf_auc", bench.score("hrf")["auc"], 0.762)
        atMost("aed_mae_known_at_arrival", bench.score("aed")["mae"], 49.5)
        atLeast("aed_auc_known_at_arrival", bench.score("aed")["auc"], 0.807)
        atMost("aed_mae_with_course_columns", bench.score("aed_course")["mae"], 49.5)
        atLeast("aed_auc_with_course_columns", bench.score("aed_course")["auc"], 0.807)
        atMost("winter_mae", bench.score("winter_surge")["mae"], 126)
        atLeast("winter_auc", bench.score("winter_surge")["auc"], 0.865)
        atLeast("winter_recall_at_85", bench.score("winter_surge")["recall_at_85"], 0.54)
    }

    mutating func delay(_ bench: Bench) {
        for name in ["sem", "aed", "winter_surge"] {
            let cost = { bench.score(name)[$0] - bench.score(name, .discharge)[$0] }
            atMost("\(name)_delay_auc_cost", cost("auc"), 0.003)
            atMost("\(name)_delay_r2_cost", cost("r2"), 0.006)
        }
    }

    mutating func calibration(_ bench: Bench) {
        for labels in Labels.allCases {
            for name in Bench.names where labels == .immediate || bench.hasTimes(name) {
                let scores = bench.score(name, labels)
                let label = "\(name)_\(labels.rawValue)"
                atMost("\(label)_calibrated_ece", scores["ece"], 0.02)
                within("\(label)_coverage", scores["coverage"], 0.79...0.81)
                atLeast("\(label)_coverage_least_of_500", scores["least_of_500"], 0.76)
                atMost("\(label)_coverage_most_of_500", scores["most_of_500"], 0.84)
            }
        }
    }

    /// The step at the change is the learner's; later steps are the data's too, so the oracle's are taken out.
    mutating func drift(_ bench: Bench) {
        guard let drift = bench.drift else { return }
        atMost("winter_step_at_day_250", drift.reaction, 1.07)
        atMost("winter_worst_step_over_oracle", drift.worstOverOracle, 1.07)
        atMost("winter_worst_step_and_oracles_own", drift.steps.max() ?? 0, drift.oracleSteps.max() ?? 0)
    }

    mutating func speed(_ speed: Speed, peers: Peers) {
        // Where MOA did not run beside, what it reached on the quiet reference machine.
        let rate = { (peer: String, measuredOnce: Double) in peers["sem", "rate"][peer] ?? measuredOnce }
        let regressor = rate("MOA_ARF-10_regressor", 7_291)
        let classifier = rate("MOA_ARF-30_classifier", 1_324)
        atLeast("times_moa_arf10_regressor", speed.tenTrees / regressor, 40)
        atLeast("times_moa_arf30_classifier", speed.thirtyTreesClassifier / classifier, 40)
        atLeast("times_moa_arf30_with_hazard_bins", speed.hazardCurves / classifier, 40)
        for (peer, value) in peers["sem", "rate"].sorted(by: { $0.key < $1.key })
        where peer.hasPrefix("river") {
            atLeast("times_\(peer)", speed.tenTrees / value, 40)
        }
        atMost("predict_p99_microseconds", speed.predictP99, 30)
        atMost("memory_megabytes", speed.memoryLate, 64)
        atMost("memory_growth_to_1000000", speed.memoryLate / speed.memoryEarly, 1.25)
        atMost("hazard_memory_megabytes", speed.hazardMemory, 64)
        atMost("checkpoint_megabytes", speed.checkpointMegabytes, 20)
        atMost("restore_milliseconds", speed.restoreMilliseconds, 100)
        atMost("hazard_checkpoint_megabytes", speed.hazardCheckpoint, 20)
        atMost("hazard_restore_milliseconds", speed.hazardRestore, 100)
    }
}
