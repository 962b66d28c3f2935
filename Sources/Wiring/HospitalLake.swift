import Facility
import Lake

/// What commands must know of the tables of hospitals.
package enum HospitalLake {
    /// Paths of all tables, in the order of commits.
    package static let tables = LakeTables<SiteProcessor>.paths
    /// Tags of the files a running pipeline replaces at its next commits; best left alone by others.
    package static let liveSliceTags = TableCommitter.liveSliceTags
}
