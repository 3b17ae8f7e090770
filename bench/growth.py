"""A database with a past: stored conversations in bulk, with the real columns and indexes."""

from __future__ import annotations

import json

import psycopg
from psycopg.sql import SQL

from bot.storage.sealed import vault

TURNS = 5
"""Messages each way in a stored conversation."""
CASE_EVERY = 4
"""One stored person in so many has a case."""
_CHUNK = 5_000
_TABLES = ("people", "addresses", "cases", "inbound", "outbound")

# Who is stored in this chunk, with a mark that stands for their blind index.
_WHO = SQL("""
    CREATE TEMP TABLE who AS
    SELECT nextval(pg_get_serial_sequence('people', 'id')) AS id,
           md5(random()::text) || md5(random()::text) AS mark
    FROM generate_series(1, %(count)s)
""")
_PEOPLE = SQL("""
    INSERT INTO people (id, language, stage, town, centre_id, dialogue, consent_at)
    SELECT id, 'ar', 'ready', %(short)s, %(centre)s, %(empty)s, now() FROM who
""")
_ADDRESSES = SQL("""
    INSERT INTO addresses (person_id, channel, address, address_index)
    SELECT id, 'telegram', %(short)s, mark FROM who
""")
_CASES = SQL("""
    INSERT INTO cases (code, person_id, centre_id, need, urgency, status, language, answers,
                       form, topic, card)
    SELECT 'past-' || id, id, %(centre)s, 'housing', 1,
           CASE WHEN id %% 20 = 0 THEN 'open' ELSE 'closed' END,
           'ar', %(long)s, 'housing_form', 1000000 + id, id::text
    FROM who WHERE id %% %(every)s = 0
""")
_TURNS = SQL("""
    WITH said AS (
        INSERT INTO inbound (channel, external_id, lane, body, person_id, handled_at)
        SELECT 'telegram', 'past:' || id || ':' || turn, mark, %(long)s, id, now()
        FROM who, generate_series(1, %(turns)s) AS turn
        RETURNING id, person_id
    )
    INSERT INTO outbound (cause_id, seq, lane, person_id, to_case, op, body, status, message,
                          attempts, sent_at)
    SELECT id, 0, 'person:' || person_id, person_id, false, 'say', %(long)s, 'sent', id::text,
           1, now()
    FROM said
""")


async def grow(url: str, conversations: int) -> None:
    """Fill the database up to so many stored conversations; one sealed text serves them all."""
    words = {"channel": "telegram", "chat": "600000001", "text": "كنبات فالمحطة من نهار الاثنين"}
    values = {
        "short": vault().seal("Fès"),
        "empty": vault().seal("{}"),
        "long": vault().seal(json.dumps(words | {"sender": "600000001"}, ensure_ascii=False)),
        "every": CASE_EVERY,
        "turns": TURNS,
    }
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
        # The rows refer to each other by construction; checking a million of them takes longer.
        await connection.execute("SET session_replication_role = replica")
        cursor = await connection.execute("SELECT count(*) FROM people")
        stored = int((await cursor.fetchone() or [0])[0])
        cursor = await connection.execute("SELECT max(id) FROM centres")
        values["centre"] = (await cursor.fetchone() or [None])[0]
        while stored < conversations:
            count = min(_CHUNK, conversations - stored)
            async with connection.transaction():
                for step in (_WHO, _PEOPLE, _ADDRESSES, _CASES, _TURNS):
                    await connection.execute(step, values | {"count": count})
                await connection.execute("DROP TABLE who")
            stored += count
        # What PostgreSQL would have done on its own while so many came in.
        await connection.execute(f"VACUUM (ANALYZE) {', '.join(_TABLES)}")
        await connection.execute("CHECKPOINT")
