"""`luoshi demo`, `luoshi serve` and `luoshi work`: the sample reports read before your eyes, the page in the browser,
and the worker behind it."""

import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.resources import as_file, files
from pathlib import Path

from luoshi import ready
from luoshi.cli import SOUND, stay_silent_at_exit


def run(*, host: str, port: int, serve: bool) -> int:
    """Print the ledger of every sample, look at the page, and serve it if asked; gives the exit code."""
    if refusal := ready.refusal(lambda: _check(host, port if serve else 0)):
        return refusal
    with as_file(files("luoshi") / "samples") as folder, _passing_folder() as data:
        samples = sorted(folder.iterdir())
        _print_ledgers(samples)
        _fill(samples, data)
        if serve:
            _serve(host, port, "按 Ctrl+C 结束，演示中放入的报告不保留。")
    return SOUND


def keep_open(*, host: str, port: int, data: str | None) -> int:
    """Serve the page on a data folder that stays; `data` None is what the environment says, or .luoshi."""

    def make_ready() -> None:
        from luoshi.office.web.serve import prepare

        _check(host, port)
        prepare(data=Path(data) if data else None)

    if refusal := ready.refusal(make_ready):
        return refusal
    if is_empty():
        print("这里还没有教育局，谁都登录不了。先建一个：luoshi init --help", flush=True)
    _serve(host, port, "按 Ctrl+C 结束，放入的报告会保留。")
    return SOUND


def is_empty() -> bool:
    """Whether nobody can sign in yet. The connection is closed again: workers are forks of this process."""
    from django.db import connections

    from luoshi.office.organisations.models import Person

    try:
        return not Person.objects.filter(login__isnull=False).exists()
    finally:
        connections.close_all()


def keep_working(*, data: str | None, parent: int | None) -> int:
    """Carry out jobs on a data folder, until interrupted or until the process `parent` is gone."""
    if refusal := ready.database(data):
        return refusal
    from luoshi.office.desk.worker import work

    if parent is None:
        print("正在做后台任务，按 Ctrl+C 结束；没做完的任务下次接着做。", flush=True)
    work(parent=parent)
    return SOUND


def _check(host: str, port: int) -> None:
    from luoshi.office.web.serve import check_host, check_port

    check_host(host)
    check_port(host, port)


@contextmanager
def _passing_folder() -> Iterator[Path]:
    """A data folder that goes when the demo ends. The server's workers are forks of this process and leave through
    here too, so only the process that made the folder takes it away."""
    owner = os.getpid()
    folder = Path(tempfile.mkdtemp(prefix="luoshi-demo-"))
    try:
        yield folder
    finally:
        if os.getpid() == owner:
            shutil.rmtree(folder)


def _print_ledgers(samples: Sequence[Path]) -> None:
    from luoshi import reader
    from luoshi.reader.write.table import to_table

    for sample in samples:
        print(to_table(reader.read(sample)))


def _fill(samples: Sequence[Path], data: Path) -> None:
    """Build the invented county, hand the samples in at the page's own door, and look round in every role."""
    from luoshi.office.web.serve import prepare

    os.environ["LUOSHI_DEMO"] = "1"
    prepare(data=data / "data")  # the keys lie beside it, and go with the folder too
    from luoshi.office.web.demo.build import build
    from luoshi.office.web.visit import hand_in, look_round

    passwords = build()
    for sample in samples:
        hand_in(sample)
    roles, addresses = look_round()
    said = f"网页自检：交进 {len(samples)} 份报告，以 {roles} 种岗位打开 {addresses} 个地址，都正常。"
    print(said, *_accounts(passwords), sep="\n", flush=True)


def _accounts(passwords: dict[str, str]) -> Iterator[str]:
    """The demo's accounts, one a line; their passwords are random and end with it."""
    yield "演示账号（砚溪县和其中的人都是虚构的；登录页上也可以一点就进，不用密码）："
    yield from (f"  {login:<10} {password}" for login, password in passwords.items())


def _serve(host: str, port: int, ending: str) -> None:
    from luoshi.office.web.serve import serve

    def tell(address: str) -> None:
        try:
            print(f"请在浏览器打开 {address}\n{ending}", flush=True)
        except OSError:
            stay_silent_at_exit()
            raise

    print(flush=True)  # here and not in the worker, so that a full disk is told like any other
    serve(host=host, port=port, ready=tell)
