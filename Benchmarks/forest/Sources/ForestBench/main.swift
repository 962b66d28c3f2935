import Foundation

guard let options = Options(Array(CommandLine.arguments.dropFirst())) else {
    print(Options.usage)
    exit(2)
}
var bench = try Bench(options)
if let folder = options.exportFolder {
    for set in bench.sets.values { try set.export(to: folder) }
    exit(0)
}
bench.measureAccuracy()
bench.measureDrift()
let fairness = bench.measureFairness()
let speed = try Speed(bench.set("sem"))
speed.print()

var goals = Goals()
goals.header()
goals.accuracy(bench)
goals.delay(bench)
goals.calibration(bench)
goals.drift(bench)
goals.speed(speed, peers: bench.peers)
bench.comparePeers(&goals)
exit(goals.isMet ? 0 : 1)
