"""`python -m tests.printers SEED LAYOUT FORMAT FILE`: print an invented document, without vices, to a file for a look."""

import sys
from pathlib import Path

from jianghan_lib.specimens import LAYOUTS, Vices, generate

from . import PRINTERS, print_as


def main(arguments: list[str]) -> int:
    """Print the document that the arguments ask for."""
    if len(arguments) != 4 or arguments[1] not in LAYOUTS or arguments[2] not in PRINTERS:
        usage = f"usage: python -m tests.printers SEED {{{','.join(LAYOUTS)}}} {{{','.join(PRINTERS)}}} FILE"
        print(usage, file=sys.stderr)
        return 2
    seed, layout, form, file = arguments
    Path(file).write_bytes(print_as(form, generate(int(seed), layout, Vices()).printed))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
