"""Who may see and touch a case: decided here and nowhere else."""

from __future__ import annotations

from typing import Protocol


class Staff(Protocol):
    """What the decision needs to know of a coordinator."""

    centre_id: int
    active: bool


def may_work_on(staff: Staff | None, centre_id: int | None) -> bool:
    """Whether someone may read, take, answer or close the cases of a centre."""
    return staff is not None and staff.active and staff.centre_id == centre_id
