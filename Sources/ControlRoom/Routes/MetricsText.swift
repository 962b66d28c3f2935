import Hospital
import Board

/// The Prometheus text exposition of the board and the server.
struct MetricsText {
    private var text = ""

    /// Every metric, one family after another.
    static func write(board: LiveBoard, hub: EventHub) -> String {
        var metrics = MetricsText()
        if let update = board.current {
            metrics.add(update.snapshot)
            metrics.family("board_age_seconds", "gauge", "Time since the last board update.")
            metrics.sample("board_age_seconds", [], (board.age ?? .zero) / .seconds(1))
        }
        metrics.family("sse_clients", "gauge", "Event-stream clients connected.")
        metrics.sample("sse_clients", [], Double(hub.clientCount))
        metrics.family("sse_frames_total", "counter", "Frames handed to event-stream clients.")
        metrics.sample("sse_frames_total", [], Double(hub.deliveredFrames))
        metrics.family("sse_dropped_total", "counter", "Frames dropped because a client did not keep up.")
        metrics.sample("sse_dropped_total", [], Double(hub.droppedFrames))
        metrics.family(
            "board_updates_dropped_total",
            "counter",
            "Updates dropped because a subscriber fell behind."
        )
        metrics.sample("board_updates_dropped_total", [], Double(board.droppedUpdates))
        return metrics.text
    }

    private mutating func add(_ snapshot: BoardSnapshot) {
        let sum = snapshot.accounting
        for (name, count) in [
            ("records", sum.records), ("silver", sum.silver), ("quarantined", sum.quarantined),
            ("duplicates", sum.duplicates), ("late", sum.late),
        ] {
            family("\(name)_total", "counter", "Records: \(name).")
            sample("\(name)_total", [], Double(count))
        }
        family("accounting_balances", "gauge", "1 when records = silver + quarantined + duplicates + late.")
        sample("accounting_balances", [], sum.balances ? 1 : 0)
        family("event_time_seconds", "gauge", "Event time of the board, seconds since 1970.")
        sample("event_time_seconds", [], Double(snapshot.asOf.microseconds) / 1_000_000)
        add(snapshot.health)
        add(snapshot.facilities)
    }

    private mutating func add(_ health: PipelineHealth) {
        family("log_lag_records", "gauge", "Records not yet read, by partition.")
        for one in health.partitions {
            sample("log_lag_records", [("partition", "\(one.partition)")], Double(one.lag))
        }
        family("log_offset", "gauge", "Next offset to read, by partition.")
        for one in health.partitions {
            sample("log_offset", [("partition", "\(one.partition)")], Double(one.offset))
        }
        family("table_version", "gauge", "Last committed version, by table.")
        for one in health.tableVersions {
            sample("table_version", [("table", one.table)], Double(one.version))
        }
        family("commits_total", "counter", "Lake commits since the start.")
        sample("commits_total", [], Double(health.commits))
        family("last_commit_seconds", "gauge", "Duration of the last commit.")
        sample("last_commit_seconds", [], health.lastCommitMilliseconds / 1_000)
        family("files_merged_total", "counter", "Data files that housekeeping merged into larger ones.")
        sample("files_merged_total", [], Double(health.upkeep.filesMerged))
        family("files_cleared_total", "counter", "Files that housekeeping cleared away.")
        sample("files_cleared_total", [], Double(health.upkeep.filesCleared))
        family("table_faults", "gauge", "1 for a table whose last checkpoint or housekeeping round failed.")
        for one in health.upkeep.faults { sample("table_faults", [("table", one.table)], 1) }
        family("events_per_second", "gauge", "Records handled per second.")
        sample("events_per_second", [], health.eventsPerSecond)
        family("quarantine_reason_total", "counter", "Quarantined records by reason.")
        for one in health.quarantineReasons {
            sample("quarantine_reason_total", [("reason", one.reason)], Double(one.count))
        }
    }

    private mutating func add(_ facilities: [FacilityBoard]) {
        family("alerts_active", "gauge", "Alerts not cleared, by severity.")
        for one in facilities {
            for severity in BoardSeverity.allCases {
                let count = one.activeAlerts.count { $0.severity == severity }
                sample(
                    "alerts_active",
                    [("facility", one.facility), ("severity", severity.rawValue)],
                    Double(count)
                )
            }
        }
        family("tile", "gauge", "The numbers of the wall screen, by tile.")
        for one in facilities {
            for tile in one.tiles {
                guard let value = tile.value else { continue }
                sample("tile", [("facility", one.facility), ("tile", tile.id), ("unit", tile.unit)], value)
            }
        }
        family("census", "gauge", "Patients in each ward.")
        for one in facilities {
            for ward in one.wards {
                sample("census", [("facility", one.facility), ("ward", ward.ward)], Double(ward.occupied))
            }
        }
        family("ward_beds", "gauge", "Staffed beds of each ward.")
        for one in facilities {
            for ward in one.wards {
                sample("ward_beds", [("facility", one.facility), ("ward", ward.ward)], Double(ward.beds))
            }
        }
        family("model_error", "gauge", "Quality figures of the prediction models.")
        for one in facilities {
            for line in one.model {
                let labels = [("facility", one.facility), ("model", line.model), ("metric", line.metric)]
                sample("model_error", labels, line.value)
            }
        }
    }

    private mutating func family(_ name: String, _ type: String, _ help: String) {
        text += "# HELP wardflow_\(name) \(help)\n# TYPE wardflow_\(name) \(type)\n"
    }

    private mutating func sample(_ name: String, _ labels: [(String, String)], _ value: Double) {
        let pairs = labels.map { "\($0)=\"\(Self.escaped($1))\"" }.joined(separator: ",")
        let number = value == value.rounded() && abs(value) < 1e15 ? String(Int64(value)) : String(value)
        text += "wardflow_\(name)\(pairs.isEmpty ? "" : "{\(pairs)}") \(number)\n"
    }

    private static func escaped(_ text: String) -> String {
        var result = ""
        for character in text {
            switch character {
            case "\\": result += "\\\\"
            case "\"": result += "\\\""
            case "\n": result += "\\n"
            default: result.append(character)
            }
        }
        return result
    }
}
