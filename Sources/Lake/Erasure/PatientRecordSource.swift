/// Records beside the tables in which a person is looked for: those of a log.
package protocol PatientRecordSource {
    /// Calls `body` with the bytes of each record that may be about a patient of `facility`.
    func forEachRecord(of facility: String, _ body: ([UInt8]) -> Void) throws
}
