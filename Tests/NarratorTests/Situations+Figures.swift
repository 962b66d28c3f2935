import Hospital
import Narrator

func quietFacts() -> BriefingFacts {
    facts(
        rows: [
            WardRow("AMU", 52, was: 50, net: 2, transfers: 3, long: 6, rn: 98, hcsw: 97),
            WardRow("SAU", 27, was: 28, net: -1, transfers: 1, long: 2, rn: 101, hcsw: 96),
            WardRow("SDEC", 3, was: 14, net: -1, transfers: 0, long: 0, rn: 100, hcsw: 100),
            WardRow("MED", 150, was: 152, net: 1, transfers: 6, long: 44, rn: 94, hcsw: 95),
            WardRow("ELD", 80, was: 81, net: 0, transfers: 2, long: 31, rn: 96, hcsw: 92),
            WardRow("SUR", 71, was: 73, net: -2, transfers: 2, long: 12, rn: 97, hcsw: 99),
            WardRow("PED", 29, was: 31, net: 1, transfers: 0, long: 3, rn: 99, hcsw: 103),
            WardRow("ICU", 20, was: 21, net: 0, transfers: 1, long: 9, rn: 100, hcsw: 98),
            WardRow("CCU", 25, was: 24, net: 1, transfers: 1, long: 5, rn: 95, hcsw: 94),
        ],
        figures: [
            now(.census, 17, was: 31), now(.waitingOver210, 0, was: 2), now(.boarders, 1, was: 2),
            now(.chaos, 21, was: 26, unit: .minutes), shift(.arrivals, 71, was: 204),
            shift(.departures, 85, was: 199), shift(.fourHourPercent, 91.8, was: 86.4, unit: .percent),
            shift(.fourHourBreaches, 7, was: 27), shift(.admissions, 21), shift(.discharges, 20),
            now(.likelyBreaches, 1), now(.predictions, 1_204), now(.stayError, 31.4, unit: .hours),
            now(.breachAUC, 0.842, unit: .ratio), now(.feedAge, 0.2, unit: .minutes),
            shift(.quarantined, 3), shift(.late, 0), shift(.duplicates, 12),
        ]
    )
}

func busyFacts() -> BriefingFacts {
    facts(
        hour: 19,
        rows: [
            WardRow("AMU", 58, was: 55, net: 9, transfers: 4, long: 8, rn: 78, hcsw: 88),
            WardRow("SAU", 33, was: 31, net: 4, transfers: 2, long: 3, rn: 93, hcsw: 90),
            WardRow("SDEC", 11, was: 4, net: 3, transfers: 0, long: 0, rn: 96, hcsw: 97),
            WardRow("MED", 173, was: 170, net: 6, transfers: 17, long: 61, rn: 88, hcsw: 84),
            WardRow("ELD", 92, was: 93, net: -3, transfers: 7, long: 40, rn: 83, hcsw: 79),
            WardRow("SUR", 84, was: 85, net: -5, transfers: 5, long: 15, rn: 91, hcsw: 93),
            WardRow("PED", 37, was: 35, net: 2, transfers: 0, long: 4, rn: 95, hcsw: 99),
            WardRow("ICU", 24, was: 23, net: 1, transfers: 2, long: 12, rn: 97, hcsw: 95),
            WardRow("CCU", 32, was: 32, net: 0, transfers: 1, long: 7, rn: 92, hcsw: 91),
        ],
        figures: [
            now(.census, 58, was: 24), now(.waitingOver210, 9, was: 3), now(.boarders, 7, was: 4),
            now(.chaos, 43, was: 36, unit: .minutes), shift(.arrivals, 228, was: 84),
            shift(.departures, 194, was: 88), shift(.fourHourPercent, 72.4, was: 77.6, unit: .percent),
            shift(.fourHourBreaches, 54, was: 20), shift(.admissions, 66), shift(.discharges, 49),
            now(.likelyBreaches, 13), now(.predictions, 3_870), now(.stayError, 29.7, unit: .hours),
            now(.breachAUC, 0.861, unit: .ratio), now(.feedAge, 1, unit: .minutes),
            shift(.quarantined, 5), shift(.late, 1), shift(.duplicates, 41),
        ],
        alerts: [
            .init(
                severity: .critical,
                rule: "rn_fill_low",
                ward: "AMU",
                message: "RN fill low.",
                since: january(5, 15, 40)
            ),
            .init(
                severity: .warning,
                rule: "occupancy_high",
                ward: "MED",
                message: "Beds 96% full",
                since: january(4, 13, 5)
            ),
            .init(
                severity: .warning,
                rule: "boarders",
                message: "Patients boarding in ED",
                since: january(5, 17, 20)
            ),
        ],
        corrections: [
            .init(
                figure: Figure(
                    .fourHourPercent,
                    window: .shift,
                    bucket: "period before",
                    value: 77.6,
                    unit: .percent
                ),
                said: 79.1
            )
        ]
    )
}

func crisisFacts() -> BriefingFacts {
    facts(
        day: 6,
        rows: [
            WardRow("AMU", 60, was: 58, net: 7, transfers: 2, long: 14, rn: 71, hcsw: 74),
            WardRow("SAU", 36, was: 34, net: 3, transfers: 1, long: 5, rn: 82, hcsw: 86),
            WardRow("SDEC", 20, was: 11, net: 8, transfers: 0, long: 2, rn: 80, hcsw: 90),
            WardRow("MED", 179, was: 173, net: 9, transfers: 11, long: 74, rn: 79, hcsw: 77),
            WardRow("ELD", 96, was: 92, net: 5, transfers: 6, long: 52, rn: 73, hcsw: 70),
            WardRow("SUR", 93, was: 84, net: 4, transfers: 4, long: 19, rn: 89, hcsw: 88),
            WardRow("PED", 42, was: 37, net: 4, transfers: 0, long: 5, rn: 94, hcsw: 92),
            WardRow("ICU", 28, was: 24, net: 2, transfers: 3, long: 16, rn: 90, hcsw: 96),
            WardRow("CCU", 35, was: 32, net: 2, transfers: 2, long: 8, rn: 86, hcsw: 87),
        ],
        figures: [
            now(.census, 96, was: 58), now(.waitingOver210, 41, was: 9), now(.boarders, 29, was: 7),
            now(.chaos, 88, was: 43, unit: .minutes), shift(.arrivals, 131, was: 228),
            shift(.departures, 93, was: 194), shift(.fourHourPercent, 47.3, was: 72.4, unit: .percent),
            shift(.fourHourBreaches, 49, was: 54), shift(.admissions, 57), shift(.discharges, 13),
            now(.likelyBreaches, 52), now(.predictions, 4_115), now(.stayError, 33.0, unit: .hours),
            now(.breachAUC, 0.857, unit: .ratio), now(.feedAge, 22, unit: .minutes),
            shift(.quarantined, 38), shift(.late, 9), shift(.duplicates, 64),
        ],
        alerts: [
            .init(
                severity: .critical,
                rule: "rn_fill_low",
                ward: "ELD",
                message: "RN fill low",
                since: january(5, 20, 10)
            ),
            .init(
                severity: .critical,
                rule: "occupancy-critical",
                ward: "AMU",
                message: "Occupancy 100 %",
                since: january(6, 1, 35)
            ),
            .init(
                severity: .critical,
                rule: "boarders",
                ward: "ED",
                message: "Boarders over limit",
                since: january(5, 23, 50)
            ),
            .init(
                severity: .critical,
                rule: "feed_silent",
                message: "Message feed silent",
                since: january(6, 6, 53)
            ),
            .init(
                severity: .warning,
                rule: "occupancy_high",
                ward: "SUR",
                message: "Occupancy high",
                since: january(6, 4, 0)
            ),
        ]
    )
}
