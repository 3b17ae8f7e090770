"""The queue: a job wakes the work of one lane, and a lane's work is done in order.

The rows of `inbound` and `outbound` are the truth; a job only says "look at this lane". So a
job may run twice, late or for nothing, and nothing is done twice or lost. Jobs are deferred
on the connection of the transaction that writes the row: both are there, or neither.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

import procrastinate
import psycopg
import structlog
from procrastinate import JobContext
from procrastinate.jobs import DeleteJobCondition, Job, Status
from procrastinate.retry import BaseRetryStrategy, RetryDecision
from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage.database import SEARCH_PATH, driver_connection

log = structlog.get_logger()

HEARTBEAT_SECONDS = 2.0
STALLED_SECONDS = 10.0
"""A worker silent for so long is dead: five missed heartbeats."""
POOL_SECONDS = 5.0
"""How long the end of a job may wait for a connection to be written down."""
UNWRITTEN_SECONDS = 10.0
"""A job that ended so long ago and still counts as running: its end was never written down."""
LONGEST_RETRY_SECONDS = 300.0
POLL_SECONDS = 0.25
"""How soon a lane goes on when its next job had to wait for the one before."""

Work = Callable[[str], Awaitable[None]]


class Postponed(Exception):
    """The lane cannot go on now; look again in `after` seconds (None: back off)."""

    def __init__(self, after: float | None = None) -> None:
        super().__init__(f"postponed {after}")
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
        self._works: dict[str, Work] = {}
        self._ended: dict[int, float] = {}

        @self.app.task(name="turns", queue="turns", retry=_Retry(), pass_context=True)
        async def turns(context: JobContext, lane: str) -> None:
            await self._run(context, lane)

        @self.app.task(name="deliveries", queue="deliveries", retry=_Retry(), pass_context=True)
        async def deliveries(context: JobContext, lane: str) -> None:
            await self._run(context, lane)

        self._turns, self._deliveries = turns, deliveries

    async def wake_turns(self, session: AsyncSession, lane: str) -> None:
        """Have the inbound rows of a lane handled, once this transaction commits."""
        job = self._turns.configure(
            lock=f"turns:{lane}", connection=await driver_connection(session)
        )
        await job.defer_async(lane=lane)

    async def wake_deliveries(self, session: AsyncSession, lane: str, priority: int) -> None:
        """Have the outbound rows of a lane sent; the higher `priority` first."""
        job = self._deliveries.configure(
            lock=f"deliveries:{lane}",
            priority=priority,
            connection=await driver_connection(session),
        )
        await job.defer_async(lane=lane)

    async def open(self) -> None:
        """Open the queue's connections."""
        await self.app.open_async()

    async def close(self) -> None:
        """Close them."""
        await self.app.close_async()

    async def work(self, turns: Work, deliveries: Work, *, alone: bool) -> None:
        """Run jobs until cancelled, through every outage of the database.

        Args:
            turns: Handles the inbound rows of a lane.
            deliveries: Sends the outbound rows of a lane.
            alone: No other process can be working on this database, so that whatever was
                being done when we start was being done by a process that died.
        """
        self._works = {"turns": turns, "deliveries": deliveries}
        if alone:
            await self.app.job_manager.prune_stalled_workers(0)
        async with asyncio.TaskGroup() as group:
            group.create_task(self._recover_forever())
            group.create_task(self._worker_forever("turns", 8))
            group.create_task(self._worker_forever("deliveries", 24))

    async def _run(self, context: JobContext, lane: str) -> None:
        try:
            await self._works[context.job.task_name](lane)
        finally:
            if context.job.id is not None:
                self._ended[context.job.id] = time.monotonic()

    async def _worker_forever(self, queue: str, concurrency: int) -> None:
        while True:
            try:
                await self.app.run_worker_async(
                    name=queue,
                    queues=[queue],
                    concurrency=concurrency,
                    fetch_job_polling_interval=POLL_SECONDS,
                    delete_jobs=DeleteJobCondition.SUCCESSFUL,
                    install_signal_handlers=False,
                    update_heartbeat_interval=HEARTBEAT_SECONDS,
                    stalled_worker_timeout=STALLED_SECONDS,
                )
            except (procrastinate.exceptions.ProcrastinateException, psycopg.Error, OSError) as e:
                log.warning("worker_interrupted", queue=queue, error=type(e).__name__)
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
            except (procrastinate.exceptions.ProcrastinateException, psycopg.Error, OSError) as e:
                log.warning("recovery_interrupted", error=type(e).__name__)
            await asyncio.sleep(HEARTBEAT_SECONDS)
