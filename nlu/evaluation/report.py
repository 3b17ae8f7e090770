"""`make nlu-report`: one page on how well the current model understands, with pictures.

Everything is measured on the test set, which was written apart from the examples and is never
tuned on. Nothing is cached: the page says what the model of this moment does.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import yaml

from nlu.components.features import rarity, views, written
from nlu.components.intent_model import learn_writing
from nlu.corpus import NLU, REGISTERS, Example, read_examples, read_set
from nlu.evaluation import pictures, scores
from nlu.evaluation.contract import DANGER, INTENTS, NEEDS, OUT_OF_SCOPE
from nlu.evaluation.predict import judge

ROOT = NLU.parent
PAGE = ROOT / "docs" / "nlu-report.md"
PICTURES = ROOT / "docs" / "pictures" / "nlu"
SHARES = (0.25, 0.5, 1.0)
"""Parts of the examples that the learning curve is drawn from."""


def page(judged: scores.Judged, curve: dict[int, dict[str, float]], milliseconds: float) -> str:
    """Return the report as Markdown."""
    return "\n".join(
        [
            "# How well messages are understood",
            "",
            f"Made by `make nlu-report` from the current model, on the {len(judged)} messages of",
            "`nlu/evaluation/sets/test.tsv`, which were written without seeing the examples and",
            "are never tuned on. What the figures mean and how to better them: [nlu.md](nlu.md).",
            "",
            *_aims(judged, milliseconds),
            *_by_register(judged),
            *_by_intent(judged),
            "## Confusions",
            "",
            "![Meant against understood](pictures/nlu/confusion.png)",
            "",
            "## How sure it is, and how right",
            "",
            "![Reliability](pictures/nlu/reliability.png)",
            "![Coverage against precision](pictures/nlu/coverage.png)",
            "",
            (
                f"Mean distance between confidence and part right:"
                f" {scores.calibration_error(judged):.3f}. Dotted: 96 % right, 75 % of messages."
            ),
            "",
            *_entities(judged),
            *_dangers(judged),
            *_learning(curve),
            "",
        ]
    )


def _aims(judged: scores.Judged, milliseconds: float) -> Iterator[str]:
    sure, right = scores.sure(judged)
    noticed, false = scores.danger_scores(judged, DANGER)
    worst = min(scores.macro_f1(scores.of_register(judged, name)) for name in REGISTERS)
    twins = scores.twin_accuracy(judged)
    apart = max(twins.values()) - min(twins.values())
    taken = [got for example, got in judged if example.intent == OUT_OF_SCOPE]
    needs = sum(got.action == "act" and got.intent in NEEDS for got in taken)
    yield from (
        "| | measured | aim |",
        "|---|---|---|",
        f"| macro-F1 of the meanings | {scores.macro_f1(judged):.3f} | 0.90 |",
        f"| in the worst register | {worst:.3f} | 0.85 |",
        f"| the right meaning among the first three | {scores.in_first(judged, 3):.3f} | 0.97 |",
        f"| acts without asking, part of messages | {sure:.3f} | 0.75 |",
        f"| … and is right then | {right:.3f} | 0.96 |",
        f"| dangers noticed | {noticed:.3f} | 0.97 |",
        f"| other messages taken for a danger | {false:.4f} | 0.01 |",
        f"| out of scope, acted on as a need | {needs} of {len(taken)} | none |",
        f"| entities, micro-F1 | {scores.entity_scores(judged)['all'].f1:.3f} | 0.90 |",
        f"| the same message in the other script, points lost | {100 * apart:.1f} | 3 |",
        f"| median time to understand a message | {milliseconds:.0f} ms | 30 ms |",
        "",
    )


def _table(title: str, columns: str, rows: Iterable[Sequence[str | int]]) -> Iterator[str]:
    """Yield a section that is one table; `columns` are its heads with `|` between."""
    yield from (f"## {title}", "", f"| {columns} |", "|---" * (columns.count("|") + 1) + "|")
    for row in rows:
        yield "| " + " | ".join(map(str, row)) + " |"
    yield ""


def _by_register(judged: scores.Judged) -> Iterator[str]:
    rows = []
    for register in REGISTERS:
        part = scores.of_register(judged, register)
        sure, right = scores.sure(part)
        quality = f"{scores.macro_f1(part):.3f}", f"{scores.in_first(part, 3):.3f}"
        rows.append((register, len(part), *quality, f"{sure:.2f}", f"{right:.3f}"))
    columns = "register | messages | macro-F1 | first three | acts | right then"
    return _table("By register", columns, rows)


def _by_intent(judged: scores.Judged) -> Iterator[str]:
    confused = scores.confusions(judged)
    rows = []
    for intent, score in scores.f1_by_intent(judged).items():
        others = {got: n for (meant, got), n in confused.items() if meant == intent != got}
        most = sorted(others, key=lambda got: -others[got])[:2]
        taken = ", ".join(f"{got} ({others[got]})" for got in most)
        rows.append((intent, *_figures(score, 2), taken))
    columns = "meaning | messages | precision | recall | F1 | most often taken for"
    return _table("By meaning", columns, rows)


def _entities(judged: scores.Judged) -> Iterator[str]:
    rows = [(name, *_figures(score, 3)) for name, score in scores.entity_scores(judged).items()]
    return _table("Entities", "entity | named | precision | recall | F1", rows)


def _figures(score: scores.F1, digits: int) -> tuple[int, str, str, str]:
    return (
        score.support,
        f"{score.precision:.2f}",
        f"{score.recall:.2f}",
        f"{score.f1:.{digits}f}",
    )


def _dangers(judged: scores.Judged) -> Iterator[str]:
    curve = scores.danger_curve(judged, DANGER)
    allowed = (0.005, 0.01, 0.02, 0.03, 0.05, 0.1)
    yield from ("## Dangers", "", "![Dangers noticed](pictures/nlu/danger.png)", "")
    yield from _table(
        "What another threshold would do",
        "others taken for a danger, at most | dangers noticed",
        [(f"{false:.1%}", f"{scores.noticed_at(curve, false):.3f}") for false in allowed],
    )
    yield from ("## Dangers missed", "")
    missed = [(e, got) for e, got in judged if e.intent == DANGER and not got.danger]
    for example, got in missed:
        yield f"- {example.text} *({example.register}; taken for {got.intent}, {got.action})*"
    yield from ("", "## Taken for a danger", "")
    for example, got in judged:
        if example.intent != DANGER and got.danger:
            yield f"- {example.text} *({example.intent})*"
    yield ""


def _learning(curve: dict[int, dict[str, float]]) -> Iterator[str]:
    yield from (
        "## More examples",
        "",
        "![Learning curve](pictures/nlu/learning.png)",
        "",
        "| examples | " + " | ".join(curve[min(curve)]) + " |",
        "|---" * (1 + len(curve[min(curve)])) + "|",
    )
    for size, by_register in sorted(curve.items()):
        yield f"| {size} | " + " | ".join(f"{value:.3f}" for value in by_register.values()) + " |"
    yield from (
        "",
        "Macro-F1 without our own encoder, which has read all the examples and would flatter",
        "the smaller parts.",
    )


def learning(examples: Sequence[Example], judges: Sequence[Example]) -> dict[int, dict[str, float]]:
    """Return macro-F1, over all and by register, by the number of examples learned from."""
    chance = random.Random(0)  # noqa: S311 - no secret, and every report is alike
    shuffled = chance.sample(range(len(examples)), len(examples))
    seen, asked = (views(tuple(e.text for e in some)) for some in (examples, judges))
    points = {}
    for share in SHARES:
        part = shuffled[: round(share * len(shuffled))]
        of_part = tuple(counts[part] for counts in seen)
        rare = rarity(of_part)
        model = learn_writing(written(of_part, rare), [examples[place].intent for place in part])
        meant = model.predict(written(asked, rare))
        judged = [(judge, _only(str(intent))) for judge, intent in zip(judges, meant, strict=True)]
        points[len(part)] = {"all": scores.macro_f1(judged)} | {
            name: scores.macro_f1(scores.of_register(judged, name)) for name in REGISTERS
        }
        print(f"learned from {len(part)}: {points[len(part)]['all']:.3f}", flush=True)
    return points


def _only(intent: str) -> scores.Understanding:
    return scores.Understanding(((intent, 1.0),), frozenset(), danger=False, action="act")


def main(model: Path) -> None:
    """Measure, draw and write the page."""
    judges = read_set("test")
    judged, milliseconds = judge(model, judges)
    curve = learning(read_examples(), judges)
    config = yaml.safe_load((NLU / "config.yml").read_text(encoding="utf-8"))
    act = next(step["act"] for step in config["pipeline"] if "act" in step)
    PICTURES.mkdir(parents=True, exist_ok=True)
    pictures.confusion_matrix(scores.confusions(judged), INTENTS, PICTURES / "confusion.png")
    pictures.reliability_curve(scores.reliability(judged), PICTURES / "reliability.png")
    pictures.coverage_against_precision(
        scores.coverage_curve(judged), act, PICTURES / "coverage.png"
    )
    noticed, false = scores.danger_scores(judged, DANGER)
    pictures.danger_curve(
        scores.danger_curve(judged, DANGER), (false, noticed), PICTURES / "danger.png"
    )
    pictures.learning_curve(curve, PICTURES / "learning.png")
    PAGE.write_text(page(judged, curve, milliseconds), encoding="utf-8")
    print(f"written: {PAGE.relative_to(ROOT)}")


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    options.add_argument("model", type=Path, help="the .tar.gz that was trained")
    main(options.parse_args().model)
