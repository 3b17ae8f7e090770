"""Rasa as a child process: trained when stale, started, watched, started again."""

from __future__ import annotations

import asyncio
import hashlib
import os
import secrets
import socket
from collections.abc import Callable
from pathlib import Path

import structlog

from bot.dialogue.assistant import Away
from bot.dialogue.rasa import Rasa
from bot.settings import ROOT

log = structlog.get_logger()

NLU_PYTHON = ROOT / "nlu" / ".venv" / "bin" / "python"
_TRAINED_FROM = (
    "domain.yml", "nlu/config.yml", "nlu/corpus.py",
    "nlu/data", "nlu/components", "nlu/text", "nlu/encoder",
)  # fmt: skip
QUIET = {
    "RASA_TELEMETRY_ENABLED": "false",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "OMP_NUM_THREADS": "1",
    "TF_INTRA_OP_PARALLELISM_THREADS": "1",
    "TF_INTER_OP_PARALLELISM_THREADS": "1",
    "PYTHONWARNINGS": "ignore",
    "TQDM_DISABLE": "1",
}
_ALL_CORES = {"OMP_NUM_THREADS": str(os.cpu_count() or 1)}
"""Training reads thousands of texts with the encoder; serving reads one at a time."""
STOP_SECONDS = 10.0
PROGRESS_SECONDS = 15
LONGEST_PAUSE = 60.0


class NotInstalled(RuntimeError):
    """The language environment is missing; the message says how to build it."""


class TrainingFailed(RuntimeError):
    """Rasa could not train; the message ends with its last words."""


def environment() -> dict[str, str]:
    """The environment Rasa runs in: ours without our secrets."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("SANAD_")}
    return kept | QUIET | {"PYTHONPATH": str(ROOT)}


def fingerprint() -> str:
    """A hash of everything the model is trained from."""
    digest = hashlib.sha256()
    for name in _TRAINED_FROM:
        path = ROOT / name
        files = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
        for file in files:
            if "__pycache__" not in file.parts:
                digest.update(str(file.relative_to(ROOT)).encode())
                digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def model_path(folder: Path) -> Path:
    """Where the model of the present sources lies, trained or not."""
    return folder / f"sanad-{fingerprint()}.tar.gz"


async def train(folder: Path, tell: Callable[[str], None] = lambda _: None) -> Path:
    """Train the model unless the present one is of these sources; returns its path.

    Args:
        folder: Where models lie; older ones are removed, and `train.log` is left there.
        tell: Hears how it goes.

    Raises:
        NotInstalled: The language environment is missing.
        TrainingFailed: It failed; the message ends with its last words.
    """
    model = model_path(folder)
    if model.exists():
        return model
    if not NLU_PYTHON.exists():
        raise NotInstalled("The language environment is missing: run `make setup`.")
    folder.mkdir(parents=True, exist_ok=True)
    tell("Teaching the assistant to understand; this takes a few minutes…")
    words = folder / "train.log"
    with words.open("wb") as output:
        process = await asyncio.create_subprocess_exec(
            str(NLU_PYTHON), "-m", "rasa", "train", "--quiet", "--skip-validation",
            "--domain", "domain.yml", "--config", "nlu/config.yml",
            "--data", "nlu/data/rules.yml",
            "--out", str(folder.resolve()), "--fixed-model-name", model.name.partition(".")[0],
            cwd=ROOT, env=environment() | _ALL_CORES, stdin=asyncio.subprocess.DEVNULL,
            stdout=output, stderr=output,
        )  # fmt: skip
        try:
            await _tell_the_time(process, tell)
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
    if process.returncode != 0 or not model.exists():
        last = words.read_text(errors="replace")[-2000:]
        raise TrainingFailed(f"Training the model failed:\n{last}")
    for old in folder.glob("sanad-*.tar.gz"):
        if old != model:
            old.unlink()
    return model


async def _tell_the_time(process: asyncio.subprocess.Process, tell: Callable[[str], None]) -> None:
    """Wait for a process, and say now and then that it is still at it."""
    ended = asyncio.ensure_future(process.wait())
    seconds = 0
    while not (await asyncio.wait([ended], timeout=PROGRESS_SECONDS))[0]:
        seconds += PROGRESS_SECONDS
        tell(f"  … still learning ({seconds} s)")


class RasaServer:
    """A Rasa of our own on loopback, with a token nobody else knows."""

    def __init__(self, models: Path, port: int | None = None, token: str | None = None) -> None:
        self._models = models
        self.port = port or _free_port()
        self.token = token or secrets.token_urlsafe(32)
        self.status = "starting"
        self.pid: int | None = None

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    async def watch(self, tell: Callable[[str], None] = lambda _: None) -> None:
        """Train if needed, start, and start again whenever it ends, until cancelled."""
        pause = 1.0
        while True:
            try:
                self.status = "starting" if model_path(self._models).exists() else "training"
                model = await train(self._models, tell)
                self.status = "starting"
                tell("Starting the assistant's understanding (half a minute)…")
                started = asyncio.get_running_loop().time()
                await self._run(model, tell)
                if asyncio.get_running_loop().time() - started > LONGEST_PAUSE:
                    pause = 1.0
            except (NotInstalled, TrainingFailed, OSError) as error:
                tell(str(error))
                log.error("rasa_not_started", error=type(error).__name__)
            self.status = "restarting"
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    async def _run(self, model: Path, tell: Callable[[str], None]) -> None:
        process = await asyncio.create_subprocess_exec(
            str(NLU_PYTHON), "-m", "nlu.start", "run",
            "--model", str(model), "--endpoints", "nlu/endpoints.yml",
            "--credentials", "nlu/credentials.yml", "-i", "127.0.0.1", "-p", str(self.port),
            cwd=ROOT,
            env=environment() | {"SANAD_RASA_TOKEN": self.token, "LOG_LEVEL": "ERROR"},
            # Its own log may quote what people wrote: nobody keeps it.
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
        )  # fmt: skip
        self.pid = process.pid
        ready = asyncio.create_task(self._announce(tell))
        try:
            code = await process.wait()
            log.warning("rasa_ended", code=code)
        finally:
            ready.cancel()
            self.pid = None
            if process.returncode is None:
                process.terminate()
                try:
                    await asyncio.wait_for(process.wait(), STOP_SECONDS)
                except TimeoutError:
                    process.kill()
                    await process.wait()

    async def _announce(self, tell: Callable[[str], None]) -> None:
        client = Rasa(self.url, self.token, timeout=30.0)
        try:
            while not await client.ready():
                await asyncio.sleep(0.5)
            await client.understand(["سلام"])  # the first one is slow: let it be ours
        except Away:
            return
        finally:
            await client.close()
        self.status = "ready"
        log.info("rasa_ready")
        tell("The assistant understands now.")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
