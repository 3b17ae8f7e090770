"""Sending what the outbox holds: in order within a lane, at most once each.

A row is marked `sending` before the network is touched. Whoever finds it so later knows that
the attempt died half-way: whether it went is unknown, so it is told to the coordinators and
never repeated. What does no harm twice (a redrawn card, a mark) is simply done again.
"""

from bot.delivery.deliveries import Deliveries

__all__ = ["Deliveries"]
