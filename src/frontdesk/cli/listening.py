"""A line per call, from a named pipe or a UNIX socket: one process for every desk, asleep until something comes.

What is written to the pipe is answered on stdout, what comes over the socket on the socket. Writers may come and go,
break off in the middle or write nonsense: nothing of that ends it. SIGTERM, SIGINT and SIGHUP do.
"""

from __future__ import annotations

import contextlib
import os
import selectors
import signal
import socket
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType

from frontdesk.ground.errors import DONE, INTERRUPTED, BadInput
from frontdesk.ground.language import _

LINE_MAX = 1000  # bytes; a call is far less
PIECE = 1 << 14
CLIENTS_MAX = 32
KNOCKING_MAX = 128
ANSWERS_MAX = 1 << 16  # bytes that wait for a client who does not read
OWN_ONLY = 0o600

Answer = Callable[[bytes | None], str]
"""Answers a line, or None for one that was too long; "" when there is nothing to say."""


class Lines:
    """Bytes in, lines out; of a line that is too long comes None, once, and the rest of it is passed over."""

    def __init__(self) -> None:
        self._started = bytearray()
        self._skipping = False

    def feed(self, piece: bytes) -> Iterator[bytes | None]:
        """The lines that `piece` ends."""
        *ends, rest = piece.split(b"\n")
        for end in ends:
            line = bytes(self._started) + end
            self._started.clear()
            if not self._skipping:
                yield line if len(line) <= LINE_MAX else None
            self._skipping = False
        if self._skipping:
            return
        self._started += rest
        if len(self._started) > LINE_MAX:
            self._started.clear()
            self._skipping = True
            yield None

    def last(self) -> Iterator[bytes]:
        """What was begun and not ended, when the writer has gone."""
        line = bytes(self._started)
        self._started.clear()
        if line and not self._skipping:
            yield line
        self._skipping = False


class Pipe:
    """A named pipe, read for as long as the program runs; when the last writer goes it waits for the next."""

    def __init__(self, path: Path, answer: Answer, tell: Callable[[str], None]) -> None:
        self._path, self._answer, self._tell = path, answer, tell
        self._lines = Lines()
        _make_pipe(path)
        self._fd = self._opened()

    def _opened(self) -> int:
        return os.open(self._path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)

    def join(self, selector: selectors.BaseSelector) -> None:
        """Be read when something comes."""
        selector.register(self._fd, selectors.EVENT_READ, lambda _mask: self._readable(selector))

    def _readable(self, selector: selectors.BaseSelector) -> None:
        try:
            piece = os.read(self._fd, PIECE)
        except BlockingIOError:
            return  # woken for nothing
        for line in self._lines.feed(piece) if piece else self._lines.last():
            self._say(line)
        if not piece:
            self._wait_for_the_next(selector)

    def _say(self, line: bytes | None) -> None:
        said = self._answer(line)
        if said:
            self._tell(said)

    def _wait_for_the_next(self, selector: selectors.BaseSelector) -> None:
        """A pipe without a writer is always readable, until it is opened anew; opened before the old end is closed, so
        that nothing is lost of whoever begins to write just now."""
        try:
            fresh = self._opened()
        except OSError:  # somebody removed it: writers need it to be there
            _make_pipe(self._path)
            fresh = self._opened()
        selector.unregister(self._fd)
        os.close(self._fd)
        self._fd = fresh
        self.join(selector)

    def close(self) -> None:
        """Stop reading. The pipe itself stays: without it a script would write an ordinary file in its place."""
        os.close(self._fd)


def _make_pipe(path: Path) -> None:
    with contextlib.suppress(FileExistsError):  # what it is, is looked at below
        os.mkfifo(path, OWN_ONLY)
    if not stat.S_ISFIFO(path.stat().st_mode):
        raise BadInput(
            _("{path} is there already and is no named pipe.").format(path=path),
            _("Name a path that is free; the pipe is made there."),
        )


class Client:
    """One who is connected to the socket."""

    def __init__(self, server: Server, connection: socket.socket) -> None:
        self._server, self._connection = server, connection
        self._lines = Lines()
        self._answers = bytearray()
        connection.setblocking(False)

    def join(self, selector: selectors.BaseSelector) -> None:
        """Be heard when something comes."""
        selector.register(self._connection, selectors.EVENT_READ, lambda mask: self.ready(selector, mask))

    def ready(self, selector: selectors.BaseSelector, mask: int) -> None:
        """Read what is there, and write what waits."""
        try:
            if mask & selectors.EVENT_READ and not self._read():
                self._server.drop(selector, self)
                return
            self._write()
        except BlockingIOError:
            pass
        except OSError:  # the other end has gone
            self._server.drop(selector, self)
            return
        if len(self._answers) > ANSWERS_MAX:
            self._server.drop(selector, self)
            return
        wanted = selectors.EVENT_READ | (selectors.EVENT_WRITE if self._answers else 0)
        selector.modify(self._connection, wanted, lambda mask: self.ready(selector, mask))

    def _read(self) -> bool:
        piece = self._connection.recv(PIECE)
        self._server.heard(self)
        for line in self._lines.feed(piece) if piece else self._lines.last():
            self._answer(line)
        if not piece:
            with contextlib.suppress(OSError):  # whoever hung up needs no answer
                self._write()
        return bool(piece)

    def _answer(self, line: bytes | None) -> None:
        said = self._server.answer(line)
        if said:
            self._answers += said.encode("utf-8") + b"\n"

    def _write(self) -> None:
        if self._answers:
            del self._answers[: self._connection.send(self._answers)]

    def close(self, selector: selectors.BaseSelector) -> None:
        """Hang up."""
        selector.unregister(self._connection)
        self._connection.close()


class Server:
    """A UNIX socket. Of too many clients the one that was silent for longest is hung up on."""

    def __init__(self, path: Path, answer: Answer) -> None:
        self.answer = answer
        self._path = path
        self._clients: dict[Client, None] = {}
        _must_be_free(path)
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        before = os.umask(0o777 & ~OWN_ONLY)
        try:
            self._socket.bind(str(path))
        except OSError as error:
            self._socket.close()
            raise BadInput(
                _("A socket cannot be made at {path}: {why}.").format(path=path, why=error.strerror or error),
                _("Name a shorter path, in a folder in which you may write."),
            ) from error
        finally:
            os.umask(before)
        self._inode = path.stat().st_ino
        self._socket.listen(KNOCKING_MAX)
        self._socket.setblocking(False)

    def join(self, selector: selectors.BaseSelector) -> None:
        """Accept whoever comes."""
        selector.register(self._socket, selectors.EVENT_READ, lambda _mask: self._accept(selector))

    def _accept(self, selector: selectors.BaseSelector) -> None:
        with contextlib.suppress(OSError):  # nobody knocks any more
            while True:
                connection, _address = self._socket.accept()
                if len(self._clients) >= CLIENTS_MAX:
                    silent = next(iter(self._clients))
                    silent.ready(selector, selectors.EVENT_READ)  # perhaps it has just said something
                    self.drop(selector, silent)
                client = Client(self, connection)
                self._clients[client] = None
                client.join(selector)

    def heard(self, client: Client) -> None:
        """The client said something: it is the last to be hung up on."""
        self._clients[client] = self._clients.pop(client)

    def drop(self, selector: selectors.BaseSelector, client: Client) -> None:
        """Forget a client."""
        if client in self._clients:
            del self._clients[client]
            client.close(selector)

    def close(self, selector: selectors.BaseSelector) -> None:
        """Hang up on everybody and take the socket away, if it is still this one."""
        for client in tuple(self._clients):
            self.drop(selector, client)
        self._socket.close()
        with contextlib.suppress(OSError):  # gone already; one that stays is removed by the next listener
            if self._path.stat().st_ino == self._inode:
                self._path.unlink()


def _must_be_free(path: Path) -> None:
    """A socket that nobody answers any more is removed; anything else stays, and is named."""
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return
    if not stat.S_ISSOCK(mode):
        raise BadInput(
            _("{path} is there already and is no socket.").format(path=path),
            _("Name a path that is free; the socket is made there."),
        )
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as knocking:
        try:
            knocking.connect(str(path))
        except ConnectionRefusedError:
            path.unlink()
            return
    raise BadInput(
        _("Somebody listens at {path} already.").format(path=path), _("One process serves every desk: let it be.")
    )


def listen(
    pipe: Path | None, server: Path | None, answer: Answer, tell: Callable[[str], None], ready: Callable[[], None]
) -> int:
    """Answer lines until a signal comes; the exit code. `ready` is called once both ends are open.

    Raises BadInput for a path that cannot be used.
    """
    with selectors.DefaultSelector() as selector, _signals(selector) as caught, contextlib.ExitStack() as ends:
        if pipe is not None:
            reader = Pipe(pipe, answer, tell)
            ends.callback(reader.close)
            reader.join(selector)
        if server is not None:
            listener = Server(server, answer)
            ends.callback(listener.close, selector)
            listener.join(selector)
        ready()
        while not caught:
            for key, mask in selector.select():
                key.data(mask)
        return INTERRUPTED if caught[0] == signal.SIGINT else DONE


@contextlib.contextmanager
def _signals(selector: selectors.BaseSelector) -> Iterator[list[int]]:
    """The signals that came; each also wakes the selector."""
    caught: list[int] = []
    awake, wake = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC) if hasattr(os, "pipe2") else os.pipe()

    def came(number: int, _frame: FrameType | None) -> None:
        caught.append(number)
        with contextlib.suppress(OSError):  # a full pipe wakes it as well
            os.write(wake, b"!")

    before = {each: signal.signal(each, came) for each in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)}
    selector.register(awake, selectors.EVENT_READ, lambda _mask: None)
    try:
        yield caught
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        os.close(awake)
        os.close(wake)
