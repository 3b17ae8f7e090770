from __future__ import annotations

import httpx

from bot.simulator.server import Simulator
from bot.simulator.sms.network import PASSWORD, USER, measure

SMS = {"id": "1-1-1-1", "textMessage": {"text": "سلام"}, "phoneNumbers": ["+212661000001"]}


async def ask(simulator: Simulator, content: object, password: str = PASSWORD) -> int:
    """Ask the gateway to send; its status."""
    async with httpx.AsyncClient(auth=(USER, password)) as client:
        answer = await client.post(f"{simulator.url}/sms/message", json=content)
    return answer.status_code


async def test_the_gateway_sends_each_once(simulator: Simulator):
    leila = simulator.sms_user("Leila")
    assert await ask(simulator, SMS, "wrong") == 401
    assert await ask(simulator, {**SMS, "phoneNumbers": []}) == 400
    assert [await ask(simulator, SMS) for _ in range(2)] == [202, 409]
    assert [sms.text for sms in leila.messages()] == ["سلام"]
    events = [webhook.content["event"] for webhook in simulator.world.sms.waiting]
    assert events == ["sms:sent", "sms:delivered"]


async def test_a_silent_gateway_reports_nothing(simulator: Simulator):
    simulator.sms_user("Leila")
    simulator.world.sms.silent = True
    assert await ask(simulator, SMS) == 202
    assert simulator.world.sms.waiting == []


async def test_from_outside(simulator: Simulator):
    async with httpx.AsyncClient(base_url=simulator.url) as client:
        made = await client.post("/sim/add_sms_user", json={"name": "Leila"})
        number = made.json()["result"]["number"]
        await client.post("/sim/sms_say", json={"number": number, "text": "سلام"})
        await client.post("/sim/sms_off", json={"number": number})
        (phone,) = (await client.get("/sim/state")).json()["sms"]
    assert (phone["name"], phone["off"]) == ("Leila", True)
    (message,) = phone["messages"]
    assert (message["text"], message["characters"], message["parts"]) == ("سلام", 4, 1)


def test_what_the_network_counts():
    assert measure("a" * 160) == (160, 1)
    assert measure("a" * 161) == (161, 2)
    assert measure("€") == (2, 1)
    assert measure("س" * 71) == (71, 2)
