from __future__ import annotations

from bot.centres import read_centres
from bot.demo import CENTRES, COORDINATORS, furnish
from bot.simulator.server import Simulator
from bot.staff import list_coordinators
from bot.storage.casebook import supervisions
from bot.storage.database import Database


async def test_the_demo_has_groups_with_people_and_one_for_complaints(
    database_url: str, simulator: Simulator
) -> None:
    database = Database(database_url)
    async with database.transaction() as session:
        await furnish(session, simulator, read_centres(CENTRES))
    async with database.transaction() as session:
        known = {(centre.code, staff.name) for staff, centre in await list_coordinators(session)}
        assert known == {(code, name) for code, names in COORDINATORS.items() for name in names}
        assert [centre.code for centre in await supervisions(session)] == ["supervision"]
    await database.close()
