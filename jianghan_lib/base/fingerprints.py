"""Short names for contents: the same where nothing changed, another where anything did."""

import hashlib
from functools import cache

from jianghan_lib.base import paths


def of(*parts: str | bytes) -> str:
    """Texts and bytes -> their fingerprint."""
    digest = hashlib.sha256()
    for part in parts:
        content = part.encode("utf-8", errors="surrogatepass") if isinstance(part, str) else part
        digest.update(len(content).to_bytes(8))
        digest.update(content)
    return digest.hexdigest()[:32]


@cache
def of_package() -> str:
    """The fingerprint of this package: of its code, its lists and its templates."""
    files = sorted(path for path in paths.PACKAGE.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return of(*(part for path in files for part in (path.relative_to(paths.PACKAGE).as_posix(), path.read_bytes())))
