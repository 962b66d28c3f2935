import ArgumentParser

/// `wardflow table`: look after the Delta tables of a lake.
struct TableCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "table",
        abstract:
            "Look after the tables of a lake: list, describe, history, verify, optimize, vacuum, restore, erase.",
        subcommands: [
            TableListCommand.self, TableDescribeCommand.self, TableHistoryCommand.self,
            TableVerifyCommand.self, TableOptimizeCommand.self, TableVacuumCommand.self,
            TableRestoreCommand.self, TableEraseCommand.self,
        ]
    )
}
