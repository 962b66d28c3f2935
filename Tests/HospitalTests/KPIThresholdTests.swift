import Hospital
import Testing

@Suite struct KPIThresholdTests {
    @Test(arguments: [
        (KPIThreshold.ID.occupancy, 87.99, KPIThreshold.Band.normal), (.occupancy, 88, .watch),
        (.occupancy, 92, .high), (.occupancy, 98, .critical), (.fourHour, 85, .normal),
        (.fourHour, 84.9, .watch),
        (.fourHour, 78, .watch), (.fourHour, 77.9, .high), (.fourHour, 60, .high),
        (.fourHour, 59.9, .critical),
        (.boarders, 10, .watch), (.boarders, 10.1, .high), (.supportFill, 10, .high), (.feedAge, 15, .high),
        (.waitingOver210, 0, .normal), (.waitingOver210, 1, .watch), (.waitingOver210, .nan, .normal),
    ])
    func aValueFallsInTheBandWhoseLimitItCrosses(id: KPIThreshold.ID, value: Double, band: KPIThreshold.Band)
    {
        #expect(KPIThresholds()[id].band(value) == band)
    }

    @Test func noValueIsNormal() {
        #expect(KPIThresholds()[.occupancy].band(nil) == .normal)
    }

    @Test func theTargetIsReadFromItsLimit() {
        var thresholds = KPIThresholds()
        #expect(thresholds[.occupancy].targetText("%") == "under 92 %")
        #expect(thresholds[.fourHour].targetText("%") == "78 % or more")
        #expect(thresholds[.waitingOver210].targetText("patients") == "0 patients")
        #expect(thresholds[.departmentOccupancy].targetText("spaces", scale: 0.6) == "60 spaces or less")
        thresholds[.occupancy].high = 90.5
        #expect(thresholds[.occupancy].targetText("%") == "under 90.5 %" && thresholds != KPIThresholds())
        thresholds[.chaos].watch = nil
        #expect(thresholds[.chaos].targetText("min") == nil)
    }
}
