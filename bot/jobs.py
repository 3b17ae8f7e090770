"""The queue: a job wakes the work of one lane, and a lane's work is done in order.

The rows of `inbound` and `outbound` are the truth; a job only says "look at this lane". So a
job may run twice, late or for nothing, and nothing is done twice or lost. Jobs are deferred
on the connection of the transaction that writes the row: both are there, or neither.

The process that commits a row does its work at once, without asking the database for the job
(ten round trips saved a turn). The job is the promise behind it: due a few seconds later, it is
taken back when the work is done, and otherwise done by whoever is alive.
"""

from __future__ import annotations

import asyncio
import time
from typing import Any

import procrastinate
import psycopg
import structlog
from procrastinate import JobContext
from procrastinate.jobs import DeleteJobCondition, Job, Status
from procrastinate.retry import BaseRetryStrategy, RetryDecision
from procrastinate.tasks import Task
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncSession

from bot.lanes import Lanes, Work
from bot.storage.database import SEARCH_PATH, driver_connection

log = structlog.get_logger()

PROMISE_SECONDS = 3
"""When a job is due: long after the work it stands for is usually done."""
SWEEP_SECONDS = 1.0
POLL_SECONDS = 1.0
HEARTBEAT_SECONDS = 2.0
STALLED_SECONDS = 10.0
"""A worker silent for so long is dead: five missed heartbeats."""
POOL_SECONDS = 5.0
"""How long the end of a job may wait for a connection to be written down."""
UNWRITTEN_SECONDS = 10.0
"""A job that ended so long ago and still counts as running: its end was never written down."""
LONGEST_RETRY_SECONDS = 300.0
STOP_SECONDS = 5.0
"""How long a stop waits for what is being sent."""
CONCURRENCY = {"turns": 8, "deliveries": 24}
_OUTAGE = (procrastinate.exceptions.ProcrastinateException, psycopg.Error, OSError)


class Postponed(Exception):
    """The lane cannot go on now; look again in `after` seconds."""

    def __init__(self, after: float) -> None:
        super().__init__(f"postponed {after:.1f} s")
        self.after = after


class _Retry(BaseRetryStrategy):
    """Forever: after the time asked for, else 1, 2, 4 … 300 seconds."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        asked = exception.after if isinstance(exception, Postponed) else None
        wait = asked if asked is not None else min(2.0**job.attempts, LONGEST_RETRY_SECONDS)
        return RetryDecision(retry_in={"milliseconds": int(wait * 1000)})


class Queue:
    """The procrastinate app with its two kinds of jobs: turns and deliveries."""

    def __init__(self, url: str) -> None:
        self.app = procrastinate.App(
            connector=procrastinate.PsycopgConnector(
                conninfo=url.replace("postgresql+psycopg://", "postgresql://"),
                kwargs={"options": SEARCH_PATH},
                min_size=2,
                max_size=12,
                timeout=POOL_SECONDS,
            )
        )
        self._tasks = {kind: self._task(kind) for kind in CONCURRENCY}
        self._lanes: dict[str, Lanes] = {}
        self._at_once: set[asyncio.Task[None]] = set()
        self._kept: set[int] = set()
        self._ended: dict[int, float] = {}

    async def wake_turns(self, session: AsyncSession, lane: str, priority: int = 0) -> None:
        """Have the inbound rows of a lane handled, once this transaction commits."""
        await self._wake(session, "turns", lane, priority)

    async def wake_deliveries(self, session: AsyncSession, lane: str, priority: int) -> None:
        """Have the outbound rows of a lane sent; the higher `priority` first."""
        await self._wake(session, "deliveries", lane, priority)

    async def open(self) -> None:
        """Open the queue's connections."""
        await self.app.open_async()

    async def close(self) -> None:
        """Close them."""
        await self.app.close_async()

    async def work(self, turns: Work, deliveries: Work, *, alone: bool) -> None:
        """Do the work until cancelled, through every outage of the database.

        Args:
            turns: Handles the inbound rows of a lane.
            deliveries: Sends the outbound rows of a lane.
            alone: No other process can be working on this database, so that whatever was
                being done when we start was being done by a process that died.
        """
        works = {"turns": turns, "deliveries": deliveries}
        self._lanes = {kind: Lanes(works[kind], CONCURRENCY[kind]) for kind in works}
        if alone:
            await self.app.job_manager.prune_stalled_workers(0)
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._recover_forever())
                group.create_task(self._sweep_forever())
                for kind in works:
                    group.create_task(self._worker_forever(kind))
        finally:
            await self._let_finish()

    async def _let_finish(self) -> None:
        """Let what is on its way arrive, so that an orderly stop leaves nothing in doubt."""
        self._lanes = {}
        if self._at_once:
            await asyncio.wait(self._at_once, timeout=STOP_SECONDS)
        for task in self._at_once:
            task.cancel()
        await asyncio.gather(*self._at_once, return_exceptions=True)

    def _task(self, kind: str) -> Task[Any, Any, Any]:
        @self.app.task(name=kind, queue=kind, retry=_Retry(), pass_context=True)
        async def run(context: JobContext, lane: str) -> None:
            try:
                await self._lanes[kind].run(lane, context.job.priority)
            finally:
                if context.job.id is not None:
                    self._ended[context.job.id] = time.monotonic()

        return run

    async def _wake(self, session: AsyncSession, kind: str, lane: str, priority: int) -> None:
        job = self._tasks[kind].configure(
            lock=f"{kind}:{lane}",
            priority=priority,
            schedule_in={"seconds": PROMISE_SECONDS},
            connection=await driver_connection(session),
        )
        job_id = await job.defer_async(lane=lane)
        loop = asyncio.get_running_loop()

        def committed(_: object) -> None:
            loop.call_soon(self._begin, kind, lane, job_id, priority)

        event.listen(session.sync_session, "after_commit", committed, once=True)

    def _begin(self, kind: str, lane: str, job_id: int, priority: int) -> None:
        """Do at once what was just committed, if this process works."""
        lanes = self._lanes.get(kind)
        if lanes is None:
            return
        if lanes.will_run(lane):
            lanes.hurry(lane, priority)
            return
        task = asyncio.create_task(self._keep_promise(lanes, lane, job_id, priority))
        self._at_once.add(task)
        task.add_done_callback(self._at_once.discard)

    async def _keep_promise(self, lanes: Lanes, lane: str, job_id: int, priority: int) -> None:
        try:
            await lanes.run(lane, priority)
        except Postponed:
            pass  # the job comes, and waits as long as is asked
        except Exception as error:  # noqa: BLE001 - whatever it is, the job tries again
            log.warning("left_to_the_job", error=type(error).__name__)
        else:
            self._kept.add(job_id)

    async def _sweep_forever(self) -> None:
        """Take back the jobs whose work is done; one that slips through finds nothing to do."""
        while True:
            await asyncio.sleep(SWEEP_SECONDS)
            done = list(self._kept)
            if not done:
                continue
            try:
                await self.app.connector.execute_query_async(
                    "DELETE FROM procrastinate_jobs WHERE id = ANY(%(ids)s) AND status = 'todo'",
                    ids=done,
                )
            except _OUTAGE as error:
                log.warning("sweep_interrupted", error=type(error).__name__)
            else:
                self._kept.difference_update(done)

    async def _worker_forever(self, queue: str) -> None:
        while True:
            try:
                await self.app.run_worker_async(
                    name=queue,
                    queues=[queue],
                    concurrency=CONCURRENCY[queue],
                    fetch_job_polling_interval=POLL_SECONDS,
                    listen_notify=False,  # jobs are due later than the notice of them
                    delete_jobs=DeleteJobCondition.SUCCESSFUL,
                    install_signal_handlers=False,
                    update_heartbeat_interval=HEARTBEAT_SECONDS,
                    stalled_worker_timeout=STALLED_SECONDS,
                )
            except _OUTAGE as error:
                log.warning("worker_interrupted", queue=queue, error=type(error).__name__)
            await asyncio.sleep(1)

    async def _recover_forever(self) -> None:
        """Put back the jobs of dead workers, and those whose end the database never heard of.

        The second kind is left when the database dies just as a job ends: its worker lives
        on, so nobody else would ever find it, and its lane would stand still.
        """
        manager = self.app.job_manager
        while True:
            try:
                await manager.prune_stalled_workers(STALLED_SECONDS)
                stalled = await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_SECONDS)
                running = await manager.list_jobs_async(status=Status.DOING.value)
                long_ago = time.monotonic() - UNWRITTEN_SECONDS
                old = {job_id for job_id, ended in self._ended.items() if ended < long_ago}
                for job in [*stalled, *(job for job in running if job.id in old)]:
                    await manager.retry_job(job)
                    log.info("job_recovered", queue=job.queue)
                for job_id in old:
                    del self._ended[job_id]
            except _OUTAGE as error:
                log.warning("recovery_interrupted", error=type(error).__name__)
            await asyncio.sleep(HEARTBEAT_SECONDS)
