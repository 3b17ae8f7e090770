from __future__ import annotations

import json
import subprocess
import sys

import pytest

# Each is run by a Python of its own: logging belongs to the whole process.
SET_UP = "import logging, structlog; from bot.logs import set_up; set_up(pretty={pretty})\n"
SECRETS = ("بغيت سكنى", "7319400517", "4242:AAH-token", "+212612987650")
STORIES = {
    "a field that is not on the list": """
structlog.get_logger().warning("turn_failed", text="بغيت سكنى", chat="7319400517", op="say")
""",
    "a library's words": """
logging.getLogger("somebody").warning("POST https://x/bot%s/sendMessage", "4242:AAH-token")
logging.getLogger("somebody").error("to +212612987650", extra={"phone": "+212612987650"})
""",
    "a library's exception": """
try:
    raise ValueError("7319400517 said بغيت سكنى")
except ValueError:
    logging.getLogger("somebody").exception("token 4242:AAH-token")
""",
    "an exception of ours": """
try:
    try:
        raise KeyError("+212612987650")
    except KeyError as cause:
        raise ValueError("7319400517 said بغيت سكنى") from cause
except ValueError:
    structlog.get_logger().exception("turn_failed", inbound_id=5)
""",
    "a task that nobody waited for": """
import asyncio
async def fail():
    raise ValueError("7319400517 said بغيت سكنى")
async def main():
    asyncio.create_task(fail())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
asyncio.run(main())
""",
    "an address with a token, which httpx tells": """
import httpx
with httpx.Client(transport=httpx.MockTransport(lambda _: httpx.Response(500))) as client:
    client.get("http://x/bot4242:AAH-token/getMe?phone=+212612987650")
structlog.get_logger().info("done")
""",
}


def told(story: str, *, pretty: bool = False) -> str:
    """What a process that runs this story prints."""
    code = SET_UP.format(pretty=pretty) + story
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == ""
    return done.stderr


@pytest.mark.parametrize("story", STORIES.values(), ids=STORIES)
def test_nothing_personal_is_logged(story):
    for pretty in (False, True):
        lines = told(story, pretty=pretty)
        assert lines, "something is logged"
        assert [secret for secret in SECRETS if secret in lines] == []


def test_what_helps_is_logged():
    field, error = (
        json.loads(line)
        for name in ("a field that is not on the list", "an exception of ours")
        for line in told(STORIES[name]).splitlines()
    )
    assert (field["event"], field["op"], field["level"]) == ("turn_failed", "say", "warning")
    assert (error["error"], error["inbound_id"]) == ("ValueError", 5)
    assert error["where"] == ["<module>:7"]
    assert error["timestamp"].endswith("Z")


def test_of_a_library_its_name_and_the_kind_of_error_remain():
    (line,) = told(STORIES["a library's exception"]).splitlines()
    entry = json.loads(line)
    assert (entry["event"], entry["logger"], entry["level"]) == ("library", "somebody", "error")
    assert (entry["error"], entry["where"]) == ("ValueError", ["<module>:4"])
