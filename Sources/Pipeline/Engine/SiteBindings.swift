/// Which partition each site's records are read in: the first one in which it was seen.
///
/// Two partitions with one site would be two states over the same rows. A producer with another partitioner, or a topic
/// with more partitions than before, puts a site into a second one; its records there are set aside by name.
final class SiteBindings {
    /// Most sites of a partition that no file describes; described ones are always taken in.
    static let undescribedLimit = 100

    private var partitions: [String: Int] = [:]

    init() {}

    /// The partition of `site`, nil while none of its records was taken in.
    func partition(of site: String) -> Int? { partitions[site] }

    func bind(_ site: String, to partition: Int) {
        if partitions[site] == nil { partitions[site] = partition }
    }

    /// Forgets the sites of a partition that is let go.
    func release(_ site: String, from partition: Int) {
        if partitions[site] == partition { partitions[site] = nil }
    }
}
