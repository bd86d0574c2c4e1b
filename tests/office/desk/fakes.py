"""Fakes on this machine's loopback: a mail server and a chat's robot. They are as strict as what we know of the real ones."""

import base64
import json
import socketserver
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from luoshi.office.organisations.models import Organisation
from luoshi.office.organisations.settings_table import change_all


@dataclass
class Post:
    """What a fake was sent, and how it is to answer."""

    port: int = 0
    got: list[dict] = field(default_factory=list)
    refuse: str = ""  # of mail: the command it refuses; of a robot: its errmsg
    status: int = 200


class _Mail(socketserver.StreamRequestHandler):
    """RFC 5321 as far as one mail goes; AUTH PLAIN takes 'robot' with 'Bamboo-7788'."""

    def handle(self) -> None:
        self._say("220 loopback")
        while line := self.rfile.readline().strip():
            verb = line.split(b" ")[0].decode().upper()
            if verb == self.server.post.refuse:
                self._say("550 no such user here" if verb == "RCPT" else "535 authentication failed")
            elif verb == "DATA":
                self._data()
            elif verb == "QUIT":
                return self._say("221 bye")
            elif verb == "EHLO":
                self._say("250-loopback\r\n250 AUTH PLAIN")
            elif verb == "AUTH":
                ok = line.split(b" ")[-1] == base64.b64encode(b"\0robot\0Bamboo-7788")
                self._say("235 ok" if ok else "535 authentication failed")
            else:
                self._say("250 ok")
        return None

    def _data(self) -> None:
        self._say("354 go on")
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line)
        mail = message_from_bytes(b"".join(lines), policy=policy.default)
        body = mail.get_body(("plain",)).get_content().replace("\r\n", "\n").strip()
        self.server.post.got.append({"to": mail["To"], "from": mail["From"], "subject": mail["Subject"], "body": body})
        self._say("250 queued")

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


class _Robot(BaseHTTPRequestHandler):
    """Answers as both chats do: 200 whatever happened, and an errcode."""

    def do_POST(self) -> None:
        post = self.server.post
        said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if not post.refuse:
            post.got.append({"path": self.path, "text": said["text"]["content"]})
        body = json.dumps({"errcode": 310000 if post.refuse else 0, "errmsg": post.refuse or "ok"}).encode()
        self.send_response(post.status)
        if post.status == 302:
            self.send_header("Location", "http://127.0.0.1:1/")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


def _running(server) -> Iterator[Post]:
    server.daemon_threads = True
    server.block_on_close = False
    server.post = Post(port=server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield server.post
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def mail_server() -> Iterator[Post]:
    """A mail server on loopback."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Mail) as server:
        yield from _running(server)


@pytest.fixture
def robot() -> Iterator[Post]:
    """A chat's robot on loopback."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Robot) as server:
        yield from _running(server)


@pytest.fixture
def county(world) -> Organisation:
    return world.organisation("county")


@pytest.fixture
def with_mail(world, county, mail_server) -> Post:
    """The county sends mail; Bo and Chen have an address."""
    values = {
        "mail_host": "127.0.0.1",
        "mail_port": mail_server.port,
        "mail_security": "plain",
        "mail_user": "robot",
        "mail_password": "Bamboo-7788",
        "mail_from": "luoshi@example.cn",
        "site_address": "https://luoshi.example.cn",
    }
    change_all(county, values, by=world.actor("system"))
    for name in ("bo", "chen"):
        person = world.membership(name).person
        person.email = f"{name}@example.cn"
        person.save()
    return mail_server


@pytest.fixture
def with_robot(world, county, robot, settings) -> Post:
    """The county has a robot in its group."""
    settings.ROBOT_HOSTS = frozenset({f"127.0.0.1:{robot.port}"})
    address = f"http://127.0.0.1:{robot.port}/robot/send?access_token=abc"
    change_all(county, {"robot_address": address, "robot_sign": "SECxyz"}, by=world.actor("system"))
    return robot
