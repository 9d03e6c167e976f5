"""An SMTP server that answers as it is told, for what a good one never does."""

import asyncio
from collections.abc import Mapping
from types import TracebackType
from typing import Self

#: in place of an answer
SILENCE = "silence"
HANG_UP = "hang up"


class ScriptedSmtp:
    """Answers each command by its first word; `.` is the end of the mail. Everything else is fine."""

    def __init__(self, answers: Mapping[str, str]) -> None:
        self.answers = {"EHLO": "250 scripted", "DATA": "354 go on", **answers}
        self.mails: list[bytes] = []
        self._server: asyncio.Server | None = None
        self._open: dict[asyncio.Task[None], asyncio.StreamWriter] = {}

    @property
    def port(self) -> int:
        assert self._server is not None
        return int(self._server.sockets[0].getsockname()[1])

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._talk, "127.0.0.1", 0)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        assert self._server is not None
        self._server.close()
        for writer in self._open.values():
            writer.close()
        await asyncio.gather(*self._open, return_exceptions=True)
        await self._server.wait_closed()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open[asyncio.current_task()] = writer
        if await self._answer(writer, "CONNECT", "220 scripted"):
            while line := await reader.readline():
                word = line.split(maxsplit=1)[0].decode().upper().partition(":")[0] if line.strip() else ""
                if not await self._answer(writer, word, "250 fine"):
                    break
                if word == "DATA" and self.answers["DATA"].startswith("354"):
                    self.mails.append(await reader.readuntil(b"\r\n.\r\n"))
                    if not await self._answer(writer, ".", "250 taken"):
                        break
        writer.close()

    async def _answer(self, writer: asyncio.StreamWriter, word: str, usual: str) -> bool:
        """Whether the talk goes on."""
        answer = self.answers.get(word, usual)
        if answer == HANG_UP:
            return False
        if answer != SILENCE:
            writer.write(f"{answer}\r\n".encode())
        return True
