/// Where people's actions go: appended to the log as commands, true once the pipeline reads them back.
package protocol CommandSink: Sendable {
    /// Asks that `alert` be acknowledged by `actor`; the verdict, or nil when none came in time.
    /// - Throws: when the command could not be made durable.
    func acknowledge(alert: String, actor: String) async throws -> CommandVerdicts.Verdict?
}
