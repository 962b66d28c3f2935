/// The models that run side by side in a facility.
package struct PredictionRules: Sendable, Equatable {
    /// The model that serves until another is better.
    package var champion = StayModelRules()
    /// The model that must prove itself; nil for none.
    package var challenger: StayModelRules? = StayModelRules(learner: .forest)

    package init() {}

    /// Features that none of the models may see.
    package var hidden: Set<StayFeature> {
        champion.without.intersection(challenger?.without ?? champion.without)
    }

    /// Champion first.
    package var models: [StayModelRules] { [champion] + (challenger.map { [$0] } ?? []) }
}
