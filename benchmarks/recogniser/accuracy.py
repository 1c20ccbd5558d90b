"""Print how much each recogniser reads rightly, and where ours fails."""

from collections import Counter
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from typing import Any

from briefing.quantities.listing import as_record
from briefing.quantities.recognise import recognise
from briefing.text import Text
from recogniser.corpora import HELD_BACK, Sentence
from recogniser.readings import Recogniser
from recogniser.scores import Score, score_sentence, total

PARTS = ("whole sentence", "span", "kind", "value", "unit", "qualifier", "bound")
THREE = f"{'F1':>5}{'prec':>6}{'rec':>6}"
HEADINGS = f"""\
{"":24}{"value":^17}  {"value and kind":^17}{"silent":>9}{"false":>8}{"of no-":>9}{"exact":>8}
{"":24}{THREE}  {THREE}{"misses":>9}{"alarms":>8}{"number":>9}{"spans":>8}"""


def print_accuracy(corpora: dict[str, list[Sentence]], tools: Iterable[Recogniser]) -> None:
    """The first table: for each file, each tool on all labels and on the kinds it claims."""
    tools = list(tools)
    for name, sentences in corpora.items():
        labels = sum(len(sentence.labels) for sentence in sentences)
        print(f"\n{name}: {len(sentences)} sentences, {labels} numbers")
        print(HEADINGS)
        for tool in tools:
            print(*_rows(tool, sentences), sep="\n", flush=True)


def _rows(tool: Recogniser, sentences: list[Sentence]) -> Iterator[str]:
    read = [(sentence.labels, tool.read(sentence.text)) for sentence in sentences]
    title = f"{tool.name} {'' if tool.name == 'ours' else version(tool.distribution)}"
    yield _row(title, tool, total(score_sentence(*pair, tool) for pair in read))
    claimed = total(score_sentence(*pair, tool, claimed=True) for pair in read)
    if claimed.labels < sum(len(labels) for labels, _ in read):
        yield _row(f"  the {claimed.labels} it claims", tool, claimed)


def _row(title: str, tool: Recogniser, score: Score) -> str:
    def three(right: int) -> str:
        shares = score.f1(right), score.precision(right), score.recall(right)
        return f"{shares[0]:5.3f}" + "".join(f"{share:6.2f}" for share in shares[1:])

    kinds = f"{'–':^17}" if tool.says is None else three(score.kinds)
    alarms = score.alarms / score.reported if score.reported else 0.0
    found = score.labels - score.missed
    exact = f"{score.exact / found:8.0%}" if tool.has_spans and found else f"{'–':>8}"
    disturbed = f"{score.disturbed}/{score.empty}"
    return (
        f"{title:24}{three(score.values)}  {kinds}"
        f"{score.missed:>9}{alarms:>8.1%}{disturbed:>9}{exact}"
    )


def print_agreement(
    corpora: dict[str, list[Sentence]], *, failures: bool = False, look: bool = False
) -> None:
    """How far ours agrees with each part of the labels, idioms included.

    `failures` prints the sentences that are not read as labelled; those of a part that is held
    back are only counted, unless `look` is given.
    """
    print(f"\n{'ours, agreeing with the labels in':36}{'of all':>14}{'share':>9}")
    for name, sentences in corpora.items():
        agreed, all_ = Counter[str](), Counter[str]()
        failed = []
        for sentence in sentences:
            good, asked = _agreements(sentence)
            agreed.update(good)
            all_.update(asked)
            if "whole sentence" not in good:
                failed.append(sentence)
        for part in sorted(all_, key=_rank):
            count = all_[part]
            share = f"{agreed[part] / count:8.1%}"
            print(f"{f'{name}: {part}':36}{f'{agreed[part]}/{count}':>14} {share}")
        if failures:
            _print_failures(name, failed, look=look)


def _rank(part: str) -> tuple[int, str]:
    return PARTS.index(part) if part in PARTS else len(PARTS), part


def _print_failures(name: str, failed: list[Sentence], *, look: bool) -> None:
    if name in HELD_BACK and not look:
        print(f"    ({len(failed)} sentences of {name} are not shown: see --look)")
        return
    for sentence in failed:
        print(f"    {sentence.text}")
        for sign, quantities in (
            ("expected", sentence.quantities),
            ("read", _records(sentence.text)),
        ):
            print(f"        {sign:9}", *(_told(plain) for plain in quantities), sep="  ")


def _told(plain: dict[str, Any]) -> str:
    parts = {key: value for key, value in plain.items() if key not in {"start", "written"}}
    return f"[{plain['written']}: {', '.join(f'{k}={v}' for k, v in parts.items())}]"


def _records(text: str) -> list[dict[str, Any]]:
    """What ours reads, in the form of the corpus."""
    left_out = {"path", "line", "column", "end_line", "end_column", "step"}
    return [
        {"start": quantity.span.start}
        | {
            key: value
            for key, value in as_record(Text("", text), quantity).items()
            if value is not None and key not in left_out
        }
        for quantity in recognise(text)
    ]


def _agreements(sentence: Sentence) -> tuple[set[str] | Counter[str], Counter[str]]:
    """What agrees, and what is asked for: the span, and each part of the labels that share it."""
    records = _records(sentence.text)
    if not any("of" in label for label in sentence.quantities):
        # An older sentence, whose labels do not say what its numbers are of.
        records = [{k: v for k, v in record.items() if k != "of"} for record in records]
    read = {(r["start"], r["written"]): r for r in records}
    good, asked = Counter[str](), Counter({"whole sentence": 1})
    for label in sentence.quantities:
        found = read.get((label["start"], label["written"]))
        asked["span"] += 1
        good["span"] += found is not None
        for part in {*label, *(found or ())} - {"start", "written"}:
            asked[part] += 1
            good[part] += found is not None and found.get(part) == label.get(part)
    good["whole sentence"] = int(records == sentence.quantities)
    return +good, asked
