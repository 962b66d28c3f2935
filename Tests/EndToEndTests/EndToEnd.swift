import Testing

/// Whole runs of the program.
///
/// One at a time, since each takes the machine's two cores.
@Suite(.serialized, .enabled(if: Program.path != nil, "there is no wardflow binary"))
enum EndToEnd {}
