"""Nothing is kept: a tracker lives for one turn and is shared as it is, without copies."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any
from weakref import WeakValueDictionary

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker


class TurnTrackerStore(TrackerStore):
    """A store that knows a tracker as long as somebody else holds it.

    The channel holds the tracker of the turn it serves. When the turn is over the tracker is
    gone, so no conversation can leak into another and there is nothing to erase.
    """

    def __init__(
        self,
        domain: Domain | None,
        event_broker: EventBroker | None = None,
        **kwargs: Any,  # the unused settings of Rasa's factory
    ) -> None:
        super().__init__(domain, event_broker, **kwargs)
        self._live: WeakValueDictionary[str, DialogueStateTracker] = WeakValueDictionary()

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Make `tracker` known by its sender id."""
        self._live[tracker.sender_id] = tracker

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """Return the very tracker that was saved, or None once nobody holds it."""
        return self._live.get(sender_id)

    async def keys(self) -> Iterable[str]:
        """Return the sender ids of the turns being served."""
        return list(self._live)


async def shares_live_trackers(store: TrackerStore) -> bool:
    """Tell whether `store`, under Rasa's wrappers, is a `TurnTrackerStore`.

    A wrong module path in `endpoints.yml` makes Rasa fall back to its in-memory store without
    an error. That store answers with copies, which tells the two apart.
    """
    probe = DialogueStateTracker(uuid.uuid4().hex, store.domain.slots)
    await store.save(probe)
    return await store.retrieve(probe.sender_id) is probe
