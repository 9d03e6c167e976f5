"""`python -m benchmarks NAME`: runs one benchmark and shows its figures."""

import signal
from argparse import ArgumentParser

from rich.console import Console

from benchmarks import intake, receipts, scale, turn
from benchmarks.figures import show

#: each is a module with `options(parser)` and `run(given)`, whose docstring says what it measures
BENCHMARKS = {"intake": intake, "turn": turn, "receipts": receipts, "scale": scale}


def main() -> None:
    parser = ArgumentParser("benchmarks", description="How fast, at what cost. Use an otherwise idle machine.")
    names = parser.add_subparsers(dest="name", required=True, metavar="NAME")
    for name, module in BENCHMARKS.items():
        summary = (module.__doc__ or "").splitlines()[0]
        one = names.add_parser(name, help=summary, description=module.__doc__)
        one.add_argument("--json", action="store_true", help="one JSON object, for machines")
        module.options(one)
    given = parser.parse_args()
    # whoever ends us ends what we started, too
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    show(given.name, BENCHMARKS[given.name].run(given), given.json, Console())


if __name__ == "__main__":
    main()
