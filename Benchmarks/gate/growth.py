"""How far a figure may move from the one that is kept."""

# Growth that is told, and growth that fails.
TOLD, FAILED = 1.25, 1.5


def limit(kept):
    """The largest value that passes."""
    return kept * FAILED


def remark(name, value, kept):
    """What a reader should know of a figure that moved by a quarter or more; None when it did not."""
    share = value / kept
    if share > FAILED:
        return f"{name} grew by more than half: {share:.2f} times the figure kept"
    if share >= TOLD:
        return f"{name} grew by a quarter: {share:.2f} times the figure kept"
    if share <= 1 / TOLD:
        return f"{name} fell: {share:.2f} times the figure kept; `make gate GATE_FLAGS=--update` keeps the new one"
    return None


def ratio(costs, loops):
    """Cost of the work in loops of the same moment: the median over the pairs, so that one disturbed pair is no matter."""
    pairs = sorted(cost / loop for cost, loop in zip(costs, loops, strict=True))
    middle = len(pairs) // 2
    return pairs[middle] if len(pairs) % 2 else (pairs[middle - 1] + pairs[middle]) / 2
