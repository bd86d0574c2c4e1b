"""Whether the web's part can be used, said to the operator where it cannot."""

import sys
from collections.abc import Callable

from luoshi.cli import MISUSED, REFUSED, SOUND


def refusal(steps: Callable[[], None]) -> int:
    """Says why there can be no page; 0 if there can and the steps towards it are done."""
    try:
        from luoshi.office.web.serve import NotHereError, NotReadyError
    except ModuleNotFoundError as missing:
        print(f"没有装网页部分（缺 {missing.name}）。请在项目文件夹里运行 make install。", file=sys.stderr)
        return REFUSED
    try:
        steps()
    except (NotHereError, NotReadyError) as reason:
        print(reason, file=sys.stderr)
        return MISUSED if isinstance(reason, NotHereError) else REFUSED
    return SOUND


def database(data: str | None) -> int:
    """The database in that folder (None: as the environment says), its tables up to date; 0, or why it cannot be."""

    def make_ready() -> None:
        from pathlib import Path

        from luoshi.office.web.serve import prepare

        prepare(data=Path(data) if data else None)

    return refusal(make_ready)
