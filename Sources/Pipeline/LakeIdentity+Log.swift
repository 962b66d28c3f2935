package import EventLog
package import Lake

extension LakeIdentity {
    /// The identity of a lake that the pipeline called `pipeline` writes from `log`.
    package init(pipeline: String, log: any EventLog) {
        self.init(
            pipeline: pipeline,
            topic: log.identity,
            partitionCount: log.partitionCount,
            origin: log.origin
        )
    }
}
