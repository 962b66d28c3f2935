package import Hospital

/// One row of `gold.alerts`: an alert came to a state.
package struct AlertTransition: Sendable, Equatable {
    package var facility: String
    package var alert: Alert
    package var at: Timestamp
    /// Who did it: a person's name for an acknowledgement, else `wardflow`.
    package var actor: String
    /// Log offset of the record that caused it.
    package var offset: Int64

    package init(facility: String, alert: Alert, at: Timestamp, actor: String, offset: Int64) {
        self.facility = facility
        self.alert = alert
        self.at = at
        self.actor = actor
        self.offset = offset
    }
}
