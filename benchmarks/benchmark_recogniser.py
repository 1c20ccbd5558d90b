"""How much the recogniser reads rightly, and how fast, beside other recognisers in the same run.

    make benchmark-recogniser [OPTIONS=…]

The first table holds each tool against the corpus (`scores` says how, and `peers` how what each
reports is mapped), the second measures all of them on the same prose, beside a scan for digits.
Growth, texts made to be slow, import and memory are measured for ours. With the ordinary set-up,
where the peers are missing, ours is measured alone.
"""

import argparse
import warnings

from recogniser.accuracy import print_accuracy, print_agreement
from recogniser.corpora import load_corpora
from recogniser.peers import PEERS, installed_peers, ours
from recogniser.speed import print_footprint, print_growth, print_kinds, print_speed


def options() -> argparse.Namespace:
    """What the command line asks for."""
    parser = argparse.ArgumentParser(description="Measure the recogniser beside its peers.")
    parser.add_argument(
        "--only", choices=("accuracy", "speed"), help="measure one of the two; both by default"
    )
    parser.add_argument(
        "--failures",
        action="store_true",
        help="list the sentences that ours does not read as labelled, but those held back",
    )
    parser.add_argument(
        "--look",
        action="store_true",
        help="with --failures, show those of held.jsonl, too; a sentence of the held-back part "
        "that has been looked at must move to open.jsonl",
    )
    parser.add_argument(
        "--long", action="store_true", help="read 100 MB at once, too, to see the time grow"
    )
    return parser.parse_args()


def main() -> None:
    """Print the tables."""
    chosen = options()
    warnings.simplefilter("ignore")  # the peers warn of what later versions of Python refuse
    peers = list(installed_peers())
    if len(peers) < len(PEERS):
        print("not all peers are installed: `make benchmark-recogniser` sets them up")
    if chosen.only != "speed":
        corpora = load_corpora()
        print_accuracy(corpora, [ours(), *peers])
        print_agreement(corpora, failures=chosen.failures, look=chosen.look)
    if chosen.only != "accuracy":
        print_speed(peers)
        print_kinds()
        print_growth(long=chosen.long)
        print_footprint()


if __name__ == "__main__":
    main()
