"""How well target sentences are understood, measured on labelled ones.

    python benchmarks/sentences.py LABELLED.jsonl [-v]

Each line of the file is a JSON object with ``id``, ``text`` and ``indicators`` (name, comparator, value, unit, role).
A quantity counts as found where comparator, value, measure and role are exact and the names share words.
"""

import json
import sys
from collections import Counter, defaultdict
from decimal import Decimal
from pathlib import Path

from pipeline.targets import Quantity, parse_target

ROLES = ("target", "spec", "benefit", "scope")


def main(path: str, verbose: bool) -> None:
    """Print precision, recall and F1 for each role and for each place."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for line in Path(path).read_text(encoding="utf-8").splitlines():
        if line.strip():
            score(json.loads(line, parse_float=Decimal), counts, verbose)
    for group in ("all", *(role for role in ROLES if role in counts), *sorted(counts.keys() - {"all", *ROLES})):
        print(_row(group, counts[group]))


def score(sentence: dict[str, object], counts: dict[str, Counter[str]], verbose: bool) -> None:
    """Match one sentence's quantities with its labels, each label at most once."""
    place = str(sentence["id"]).partition("#")[0]
    place = place if "#" in str(sentence["id"]) else "notice"
    found = list(parse_target(str(sentence["text"])))
    labels = list(sentence["indicators"])  # type: ignore[call-overload]
    missed = []
    for label in labels:
        match = next((each for each in found if same(each, label)), None)
        key = "hit" if match else "missed"
        for group in ("all", label["role"], place):
            counts[group][key] += 1
        if match:
            found.remove(match)
        else:
            missed.append(label)
    for extra in found:
        for group in ("all", extra.role.value, place):
            counts[group]["extra"] += 1
    if verbose and (missed or found):
        print(sentence["id"], sentence["text"])
        for label in missed:
            print("   -", label["name"], label["comparator"], label["value"], label["unit"], label["role"])
        for extra in found:
            print("   +", extra.name, extra.comparator, extra.value, extra.measure, extra.role)


def same(found: Quantity, label: dict[str, object]) -> bool:
    """Whether a quantity is the labelled one."""
    return (
        found.comparator == label["comparator"]
        and found.value == Decimal(str(label["value"]))
        and found.measure == label["unit"]
        and found.role == label["role"]
        and overlap(found.name, str(label["name"])) >= 0.5
    )


def overlap(one: str, other: str) -> float:
    """The share of the shorter name's characters that the other holds too."""
    shared = sum((Counter(one) & Counter(other)).values())
    return shared / max(min(len(one), len(other)), 1)


def _row(group: str, count: Counter[str]) -> str:
    hit, missed, extra = count["hit"], count["missed"], count["extra"]
    precision = hit / (hit + extra) if hit + extra else 1.0
    recall = hit / (hit + missed) if hit + missed else 1.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return f"{group:<32} P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}   hit {hit}  missed {missed}  extra {extra}"


if __name__ == "__main__":
    arguments = [each for each in sys.argv[1:] if each != "-v"]
    if len(arguments) != 1:
        sys.exit("usage: python benchmarks/sentences.py LABELLED.jsonl [-v]")
    main(arguments[0], "-v" in sys.argv)
