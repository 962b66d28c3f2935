#!/usr/bin/env python3
"""Runs river and, where Java is present, capymoa's native MOA on the matrices that ForestBench exported.

    peers.py FOLDER ROWS OUT

Peers are slow (river about 600 events a second), so each runs one seed on the first ROWS rows: the same rows of the
same matrix, predicted in arrival order, each label learned at once or at the discharge. Prints a line a peer, task and
set, and writes lines of `set labels peer figure value` to OUT.
"""
import csv
import math
import shutil
import sys
import time

FIRST = {"aed": 1000}
THRESHOLD = {"hrf": 4.0}
# Sets without times have immediate labels only. river, the slowest, runs on these alone where MOA runs too.
RUNS = [("sem", "immediate"), ("hrf", "immediate"), ("aed", "immediate"), ("winter_surge", "immediate"),
        ("sem", "discharge"), ("aed", "discharge"), ("winter_surge", "discharge")]


class Stream:
    """The first rows of a set, and the order in which its stays are predicted and learned."""

    def __init__(self, folder, name, labels, limit):
        with open(f"{folder}/{name}.csv") as file:
            rows = csv.reader(file)
            header = next(rows)
            table = [[float(value) for value in row] for _, row in zip(range(limit), rows)]
        self.name, self.labels = name, labels
        self.names = [text[2:] for text in header[:-3]]
        self.rows = [row[:-3] for row in table]
        self.targets = [row[-3] for row in table]
        self.outcomes = [target > THRESHOLD.get(name, 240.0) for target in self.targets]
        self.first = FIRST.get(name, 2000)
        events = []
        for index, row in enumerate(table):
            if labels == "immediate":
                events += [(index, 1, index), (index, 2, index)]
            else:
                events += [(row[-2], 1, index), (row[-1], 0, index)]
        self.events = [(kind == 1, index) for _, kind, index in sorted(events)]

    def run(self, predict, learn):
        """Prediction of each row, and the events of a CPU second: of the second half, when Java has warmed up."""
        found, start = [], 0.0
        for is_arrival, index in self.events:
            if is_arrival:
                found.append(predict(index))
                if len(found) == len(self.rows) // 2:
                    start = time.process_time()
                if len(found) == len(self.rows):
                    break
            else:
                learn(index)
        return found, (len(found) - len(found) // 2) / (time.process_time() - start)


def auc(scores, outcomes):
    ranked = sorted(zip(scores, outcomes))
    positives = sum(outcomes)
    negatives = len(outcomes) - positives
    if not positives or not negatives:
        return math.nan
    wins = below = index = 0
    while index < len(ranked):
        end = index
        while end < len(ranked) and ranked[end][0] == ranked[index][0]:
            end += 1
        tied = sum(outcome for _, outcome in ranked[index:end])
        wins += tied * (below + (end - index - tied) / 2)
        below += end - index - tied
        index = end
    return wins / (positives * negatives)


def report(out, peer, stream, is_class, found, rate):
    scored, wanted = found[stream.first:], stream.targets[stream.first:]
    if is_class:
        figures = {"auc": auc(scored, stream.outcomes[stream.first:])}
    else:
        gaps = [a - b for a, b in zip(scored, wanted)]
        figures = {"mae": sum(map(abs, gaps)) / len(gaps), "rmse": math.sqrt(sum(g * g for g in gaps) / len(gaps))}
    text = " ".join(f"{name} {value:.4f}" for name, value in figures.items())
    print(f"{peer:24} {stream.name:13} {stream.labels:10} rows {len(found):6} {text} {rate:8.0f} events/s", flush=True)
    for name, value in {**figures, "rate": rate}.items():
        print(stream.name, stream.labels, peer.replace(" ", "_"), name, value, file=out, flush=True)


def run_river(out, stream):
    from river import forest

    rows = [{key: value for key, value in zip(stream.names, row) if value == value} for row in stream.rows]
    for peer, model, is_class in [
        ("river ARF-10 regressor", forest.ARFRegressor(n_models=10, seed=1), False),
        ("river ARF-10 classifier", forest.ARFClassifier(n_models=10, seed=1), True),
        ("river AMF-10 classifier", forest.AMFClassifier(n_estimators=10, seed=1), True),
    ]:
        if is_class:
            found, rate = stream.run(
                lambda index: model.predict_proba_one(rows[index]).get(True, 0.0),
                lambda index: model.learn_one(rows[index], bool(stream.outcomes[index])),
            )
        else:
            found, rate = stream.run(
                lambda index: model.predict_one(rows[index]) or 0.0,
                lambda index: model.learn_one(rows[index], stream.targets[index]),
            )
        report(out, peer, stream, is_class, found, rate)


def run_moa(out, stream):
    import numpy
    from capymoa.classifier import AdaptiveRandomForestClassifier
    from capymoa.regressor import SOKNL, AdaptiveRandomForestRegressor
    from capymoa.stream import NumpyStream

    matrix = numpy.nan_to_num(numpy.array(stream.rows))
    labels = [numpy.array(stream.targets), numpy.array([int(outcome) for outcome in stream.outcomes])]
    for peer, maker, is_class, trees in [
        ("MOA ARF-10 regressor", AdaptiveRandomForestRegressor, False, 10),
        ("MOA SOKNL-10 regressor", SOKNL, False, 10),
        ("MOA ARF-10 classifier", AdaptiveRandomForestClassifier, True, 10),
        ("MOA ARF-30 classifier", AdaptiveRandomForestClassifier, True, 30),
    ]:
        kind = "categorical" if is_class else "numeric"
        source = NumpyStream(matrix, labels[is_class], dataset_name=stream.name, target_type=kind)
        model = maker(schema=source.get_schema(), random_seed=1, ensemble_size=trees)
        instances = []
        while source.has_more_instances():
            instances.append(source.next_instance())

        def predict(index):
            if not is_class:
                return float(model.predict(instances[index]) or 0.0)
            votes = model.predict_proba(instances[index])
            total = sum(votes) if votes is not None else 0
            return votes[1] / total if total and len(votes) > 1 else 0.0

        found, rate = stream.run(predict, lambda index: model.train(instances[index]))
        report(out, peer, stream, is_class, found, rate)


def has_moa():
    if not shutil.which("java"):
        print("no MOA: no java on this machine")
        return False
    try:
        import capymoa  # noqa: F401
    except ImportError as error:
        print(f"no MOA: capymoa cannot be imported ({error})")
        return False
    return True


def main():
    folder, limit, path = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    with_moa = has_moa()
    with open(path, "w") as out:
        for name, labels in RUNS:
            stream = Stream(folder, name, labels, limit)
            if labels == "immediate" or not with_moa:
                run_river(out, stream)
            if with_moa:
                run_moa(out, stream)


main()
