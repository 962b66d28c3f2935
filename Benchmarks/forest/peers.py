#!/usr/bin/env python3
"""Runs river and, where Java is present, capymoa's native MOA on the matrices that ForestBench exported.

    peers.py FOLDER ROWS [set ...]

Peers are slow (river about 600 events a second), so each runs one seed on the first ROWS rows; the same rows of the
same matrix, test then train in arrival order, labels at once. Prints a line a peer, task and set.
"""
import csv
import math
import shutil
import sys
import time

FIRST = {"aed": 1000, "aed_course": 1000}
THRESHOLD = {"hrf": 4.0}
SETS = ["sem", "hrf", "aed", "aed_course", "winter_surge"]


def load(folder, name, limit):
    with open(f"{folder}/{name}.csv") as file:
        rows = csv.reader(file)
        header = next(rows)
        table = [[float(value) for value in row] for _, row in zip(range(limit), rows)]
    return header[:-3], [row[:-3] for row in table], [row[-3] for row in table]


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


def report(peer, name, first, predictions, targets, outcomes, seconds, is_class):
    rate = len(predictions) / seconds
    found, wanted = predictions[first:], targets[first:]
    if is_class:
        score = auc(found, outcomes[first:])
        print(f"{peer:28} {name:14} rows {len(predictions):6} auc {score:.4f} {rate:8.0f} events/s", flush=True)
        return
    mae = sum(abs(a - b) for a, b in zip(found, wanted)) / len(found)
    rmse = math.sqrt(sum((a - b) ** 2 for a, b in zip(found, wanted)) / len(found))
    print(f"{peer:28} {name:14} rows {len(predictions):6} mae {mae:.3f} rmse {rmse:.3f} {rate:8.0f} events/s", flush=True)


def river_peers():
    from river import forest

    return [
        ("river ARF-10 regressor", forest.ARFRegressor(n_models=10, seed=1), False),
        ("river ARF-10 classifier", forest.ARFClassifier(n_models=10, seed=1), True),
        ("river AMF-10 classifier", forest.AMFClassifier(n_estimators=10, seed=1), True),
    ]


def run_river(name, header, rows, targets, outcomes, first):
    names = [text[2:] for text in header]
    for peer, model, is_class in river_peers():
        predictions, start = [], time.process_time()
        for values, target, outcome in zip(rows, targets, outcomes):
            row = {key: value for key, value in zip(names, values) if value == value}
            if is_class:
                predictions.append(model.predict_proba_one(row).get(True, 0.0))
                model.learn_one(row, bool(outcome))
            else:
                predictions.append(model.predict_one(row) or 0.0)
                model.learn_one(row, target)
        report(peer, name, first, predictions, targets, outcomes, time.process_time() - start, is_class)


def run_moa(name, header, rows, targets, outcomes, first):
    import numpy
    from capymoa.classifier import AdaptiveRandomForestClassifier
    from capymoa.regressor import SOKNL, AdaptiveRandomForestRegressor
    from capymoa.stream import NumpyStream

    matrix = numpy.nan_to_num(numpy.array(rows))
    labels = [("regression", numpy.array(targets)), ("classification", numpy.array([int(o) for o in outcomes]))]
    peers = [
        ("MOA ARF-10 regressor", AdaptiveRandomForestRegressor, 0, dict(ensemble_size=10)),
        ("MOA SOKNL-10 regressor", SOKNL, 0, dict(ensemble_size=10)),
        ("MOA ARF-10 classifier", AdaptiveRandomForestClassifier, 1, dict(ensemble_size=10)),
        ("MOA ARF-30 classifier", AdaptiveRandomForestClassifier, 1, dict(ensemble_size=30)),
    ]
    for peer, maker, kind, options in peers:
        task, column = labels[kind]
        stream = NumpyStream(matrix, column, dataset_name=name, target_type="numeric" if kind == 0 else "categorical")
        model = maker(schema=stream.get_schema(), random_seed=1, **options)
        predictions, start = [], time.process_time()
        while stream.has_more_instances():
            instance = stream.next_instance()
            if kind == 0:
                predictions.append(float(model.predict(instance) or 0.0))
            else:
                votes = model.predict_proba(instance)
                total = sum(votes) if votes is not None else 0
                predictions.append(votes[1] / total if total and len(votes) > 1 else 0.0)
            model.train(instance)
        report(peer, name, first, predictions, targets, outcomes, time.process_time() - start, kind == 1)


def main():
    folder, limit = sys.argv[1], int(sys.argv[2])
    has_moa = False
    if shutil.which("java"):
        try:
            import capymoa  # noqa: F401

            has_moa = True
        except ImportError as error:
            print(f"no MOA: capymoa cannot be imported ({error})")
    else:
        print("no MOA: no java on this machine")
    for name in sys.argv[3:] or SETS:
        header, rows, targets = load(folder, name, limit)
        outcomes = [target > THRESHOLD.get(name, 240.0) for target in targets]
        first = FIRST.get(name, 2000)
        run_river(name, header, rows, targets, outcomes, first)
        if has_moa:
            run_moa(name, header, rows, targets, outcomes, first)


main()
