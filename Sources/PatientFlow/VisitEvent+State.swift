package import Hospital

extension VisitEvent: StateCoded {
    package func write(to writer: inout StateWriter) {
        writer.write(at)
        writer.write(offset)
        writer.write(trigger.rawValue)
        writer.write(patientClass.rawValue)
        writer.write(gender.rawValue)
        writer.write(arrivalMode.rawValue)
        writer.write(acuity)
        writer.write(ageYears)
        writer.write(ward)
        writer.write(bed)
        writer.write(service)
        writer.write(seenAt)
    }

    package init(from reader: inout StateReader) throws(StateError) {
        at = try reader.timestamp()
        offset = try reader.integer()
        trigger = try reader.raw()
        patientClass = try reader.raw()
        gender = try reader.raw()
        arrivalMode = try reader.raw()
        acuity = try reader.integer()
        ageYears = try reader.integer()
        ward = try reader.integer()
        bed = try reader.integer()
        service = try reader.integer()
        seenAt = try reader.optional()
    }
}
