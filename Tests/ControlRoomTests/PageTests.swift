import Hospital
import Pipeline
import Testing

@testable import ControlRoom
