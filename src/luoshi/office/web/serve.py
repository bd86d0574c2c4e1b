"""The web server: answers this machine only, until the environment names who may reach it (LUOSHI_HOSTS)."""

import errno
import ipaddress
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from gunicorn.app.base import BaseApplication

from luoshi.office.web.database import WrongAddressError, unusable
from luoshi.office.web.identity import HalfConfiguredError
from luoshi.reader.denied import why

THREADS = 4
PATIENCE = 5  # seconds that pages under way are given when the server is stopped


class NotHereError(Exception):
    """What was asked for cannot be; the message says why and what to do (Chinese)."""


class NotReadyError(Exception):
    """The page cannot be opened as things stand; the message says why and what to do (Chinese)."""


def check_host(host: str) -> None:
    """Raises NotHereError unless `host` is this machine itself, or the names under which others come are set."""
    try:
        local = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        local = False
    if not local and not os.environ.get("LUOSHI_HOSTS"):
        raise NotHereError(
            f"不能在 {host} 上提供服务：还没有写明别的机器用什么名字来访问。请设置 LUOSHI_HOSTS（例如 luoshi.example.gov.cn，"
            "多个用逗号隔开）和 https（LUOSHI_HTTPS=1），或用 --host 127.0.0.1（缺省），在本机的浏览器里打开。"
        )


def check_port(host: str, port: int) -> None:
    """Raises NotReadyError if nobody can listen there; the server itself would try for some time first."""
    try:
        socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET).close()
    except OSError as error:
        guess = "可能是另一个 luoshi serve 还开着；" if error.errno == errno.EADDRINUSE else ""
        where = f"{host} 的端口 {port}" if port else f"地址 {host}"
        remedy = "请换一个，或不写 --host 和 --port（自动选一个空闲的）。"
        raise NotReadyError(f"{where} 用不了：{why(error)}。{guess}{remedy}") from None


def prepare(*, data: Path | None = None) -> None:
    """Set Django up on the database in `data` (None: as the environment says) and bring its tables up to date.

    Raises NotHereError for an address that cannot be meant, NotReadyError where nothing can be kept.
    """
    if data is not None:
        os.environ["LUOSHI_DATA"] = str(data)
        os.environ.pop("DATABASE_URL", None)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luoshi.office.web.settings")
    import django
    from django.conf import settings
    from django.core.management import call_command
    from django.db import Error as DatabaseError

    try:
        django.setup()
        settings.DATA.mkdir(parents=True, exist_ok=True)
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
    except (WrongAddressError, HalfConfiguredError) as mistake:
        raise NotHereError(str(mistake)) from None
    except OSError as error:
        said = f"数据文件夹 {settings.DATA} 用不了：{why(error)}。请用 --data 指定一个能写的文件夹。"
        raise NotReadyError(said) from None
    except DatabaseError as error:
        raise NotReadyError(unusable(settings.DATABASES["default"], error)) from None


class _Server(BaseApplication):
    def __init__(self, bind: str, ready: Callable[[str], None]) -> None:
        self.bind = bind
        self.ready = ready
        self.hand: subprocess.Popen[bytes] | None = None
        super().__init__()

    def load_config(self) -> None:
        self.cfg.set("bind", self.bind)
        self.cfg.set("threads", THREADS)
        self.cfg.set("control_socket_disable", True)
        self.cfg.set("loglevel", "warning")
        self.cfg.set("graceful_timeout", PATIENCE)
        self.cfg.set("post_worker_init", self._started)
        self.cfg.set("when_ready", self._start_hand)
        self.cfg.set("on_exit", self._stop_hand)

    def load(self) -> Any:
        from luoshi.office.web.wsgi import application

        return application

    def _started(self, worker: Any) -> None:
        """In the worker, once it answers; a worker that replaces another has nothing new to say."""
        if worker.age == 1:
            host, port, *_ = worker.sockets[0].getsockname()
            try:
                self.ready(f"http://{f'[{host}]' if ':' in host else host}:{port}/")
            except OSError:  # nobody learns the address, so nobody can come
                os.kill(worker.ppid, signal.SIGTERM)

    def _start_hand(self, _arbiter: Any) -> None:
        """One worker for jobs, which ends with us; in a session of its own, so that Ctrl+C reaches it through us only."""
        command = [sys.executable, "-m", "luoshi", "work", "--parent", str(os.getpid())]
        self.hand = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, start_new_session=True
        )

    def _stop_hand(self, _arbiter: Any) -> None:
        if self.hand is None:
            return
        self.hand.terminate()
        try:
            self.hand.wait(timeout=2 * PATIENCE)
        except subprocess.TimeoutExpired:
            self.hand.kill()
            self.hand.wait()


def serve(*, host: str, port: int, ready: Callable[[str], None]) -> None:
    """Answer until interrupted. `port` 0 takes a free one; `ready` is told the address once it answers."""
    check_host(host)
    _Server(f"[{host}]:{port}" if ":" in host else f"{host}:{port}", ready).run()
