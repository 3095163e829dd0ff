"""`python -m jianghan_lib.specimens SEED LAYOUT [VICE ...]`: print a document for a look; `clean` for one without vices."""

import sys

from jianghan_lib.specimens import LAYOUTS, Vices, generate


def main(arguments: list[str]) -> int:
    """Print the document that the arguments ask for."""
    known = {*Vices.names(), "clean"}
    if len(arguments) < 2 or not arguments[0].isdigit() or arguments[1] not in LAYOUTS or set(arguments[2:]) - known:
        print(
            f"usage: python -m jianghan_lib.specimens SEED {{{','.join(LAYOUTS)}}} [clean | VICE ...]", file=sys.stderr
        )
        return 2
    vices = Vices.only(*(name for name in arguments[2:] if name != "clean")) if arguments[2:] else None
    sys.stdout.write(generate(int(arguments[0]), arguments[1], vices).text)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
