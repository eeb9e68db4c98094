"""Numbers side by side."""

from collections.abc import Sequence


def p95(values: Sequence[float]) -> float:
    """The value that one in twenty exceeds."""
    return sorted(values)[int(0.95 * (len(values) - 1))]


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Lines with the columns aligned, the first to the left."""
    widths = [max(len(row[place]) for row in [head, *rows]) for place in range(len(head))]
    return "\n".join(
        "  ".join(
            text.ljust(width) if place == 0 else text.rjust(width)
            for place, (text, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in [head, *rows]
    )
