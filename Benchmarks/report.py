"""The lines a benchmark prints, and how it says that it could not measure."""

import statistics


class Unavailable(Exception):
    """Something the measurement needs is not on this machine."""


class Failure(Exception):
    """A side did not do the whole work, so its time says nothing."""


class Report:
    """Prints `name value goal ok|short` for goals and `name value - info` for the rest."""

    def __init__(self):
        self.is_short = False

    def goal(self, name, value, limit, strict=False, digits=2):
        is_met = value < limit if strict else value <= limit
        self.is_short |= not is_met
        self._line(name, value, f"{'<' if strict else '<='}{limit:g}", "ok" if is_met else "short", digits)

    def info(self, name, value, digits=2):
        self._line(name, value, "-", "info", digits)

    @staticmethod
    def _line(name, value, goal, verdict, digits):
        print(f"{name} {value:.{digits}f} {goal} {verdict}", flush=True)


def median(rows, key):
    return statistics.median(row[key] for row in rows)


def percentile(ordered, percent):
    """The smallest value that at least `percent` of the sorted list do not exceed."""
    position = -(-len(ordered) * percent // 100) - 1
    return ordered[max(0, int(position))]
