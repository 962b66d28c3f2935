/// The tables of a lake, by path, in the order of commits.
package enum LakeTables {
    package static let paths = [
        "bronze/messages", "silver/events", "silver/quarantine", "silver/late", "silver/visits",
        "silver/bed_stays",
        "gold/kpis", "gold/predictions", "gold/alerts", "gold/briefings", "gold/model_quality",
        "gold/discharge_forecast",
    ]

    /// Tags of the files a running pipeline replaces at its next commit; best left alone by others.
    package static let liveSliceTags = [TableCommitter.sliceTag: TableCommitter.liveSlice]
}
