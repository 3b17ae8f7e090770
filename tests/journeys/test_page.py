"""The page that `make demo` opens, with Sanad itself behind it: both phones, by hand."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from bot.i18n.text import Language
from tests.browser import PAGE_TEST, open_browser
from tests.stage import Stage, ar, fr

pytestmark = PAGE_TEST
PATIENCE = 15_000
ASKS_REGION = "Where do you live? Choose your region, or write the name of your town."
WRITE_HERE = "Write here: they will read it."


@pytest.fixture(scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with open_browser() as chromium:
        yield chromium


class Desk:
    """The page, and what a person does with its phones."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.beneficiary = page.locator("#beneficiary")
        self.centre = page.locator("#centre")
        self.problems: list[str] = []
        page.on("pageerror", lambda error: self.problems.append(str(error)))

    async def write(self, phone: Locator, text: str) -> None:
        """Write in a phone's chat."""
        await phone.locator("textarea").fill(text)
        await phone.locator(".send").click()

    async def tap(self, phone: Locator, label: str) -> None:
        """Tap the newest button of a label in a chat."""
        await phone.locator(".message").get_by_role("button", name=label).last.click()

    async def sees(self, phone: Locator, text: str) -> Locator:
        """The message of somebody else that holds a text, once it is there."""
        found = phone.locator(".theirs", has_text=text).last
        await expect(found).to_be_visible()
        return found


@pytest.fixture
async def desk(quiet_stage: Stage, browser: Browser) -> AsyncIterator[Desk]:
    quiet_stage.simulator.user("ليلى")
    page = await browser.new_page(viewport={"width": 1280, "height": 860})
    page.set_default_timeout(PATIENCE)
    expect.set_options(timeout=PATIENCE)
    desk = Desk(page)
    await page.goto(quiet_stage.simulator.url)
    yield desk
    await page.close()
    assert desk.problems == []


async def asks_for_housing(desk: Desk, language: Language = "ar") -> None:
    """From Start to the confirmation, on the beneficiary's phone."""
    say, phone = (ar if language == "ar" else fr), desk.beneficiary
    await desk.tap(phone, say("English: this language"))
    await desk.tap(phone, say("✅ I agree"))
    await desk.sees(phone, say(ASKS_REGION))
    await desk.write(phone, "فاس" if language == "ar" else "Fès")
    await desk.tap(phone, say("Housing"))
    await desk.tap(phone, say("🌙 Outside or at the station"))
    await desk.tap(phone, say("🧍 Only me"))
    await desk.sees(phone, say("⏭️ Skip"))
    await desk.write(phone, "<b>حدا المحطة</b> & 'x'")
    await desk.sees(phone, "R-")


async def opens_topic(desk: Desk) -> None:
    """The coordinator finds the request among the topics, with what was asked."""
    await desk.centre.get_by_role("button", name=re.compile("R-")).click()
    card = await desk.sees(desk.centre, ar("🌙 Outside or at the station"))
    await expect(card).to_contain_text("<b>حدا المحطة</b> & 'x'")


async def test_a_request_from_start_to_the_answer(desk: Desk) -> None:
    page, leila, karim = desk.page, desk.beneficiary, desk.centre
    await expect(page.locator("html")).to_have_attribute("dir", "rtl")
    await expect(page.locator("html")).to_have_attribute("lang", "ar")
    await leila.get_by_role("button", name="ابدأ").click()
    await asks_for_housing(desk)
    await opens_topic(desk)
    await desk.tap(karim, ar("✋ Take"))
    await expect(karim.locator(".toast")).to_have_text(ar("It is yours."))
    await desk.sees(leila, ar(WRITE_HERE))
    await desk.write(karim, "السلام، كاين بلاصة ليوم")
    answer = await desk.sees(leila, "السلام، كاين بلاصة ليوم")
    assert await direction(answer.locator(".text")) == "rtl"
    await expect(karim.locator(".reaction").last).to_have_text("👍")
    await desk.write(leila, "الله يجازيك بخير")
    await desk.sees(karim, "الله يجازيك بخير")
    await desk.tap(karim, ar("✔️ Close"))
    await desk.tap(karim, ar("🏠 Housing found"))
    await desk.sees(leila, ar("If you need anything else, write here."))
    await desk.tap(leila, ar("📋 Menu"))
    await desk.sees(leila, ar("What do you need? Write it as you speak, or choose."))


async def direction(text: Locator) -> str:
    """The direction in which a message is really set."""
    return str(await text.first.evaluate("node => getComputedStyle(node).direction"))


async def test_what_the_bot_says_runs_from_right_to_left(desk: Desk) -> None:
    leila, karim = desk.beneficiary, desk.centre
    await leila.get_by_role("button", name="ابدأ").click()
    await asks_for_housing(desk)
    await opens_topic(desk)
    for phone in (leila, karim):
        texts = phone.locator(".theirs .text")
        count = await texts.count()
        assert count
        set_so = [await direction(texts.nth(number)) for number in range(count)]
        assert set_so == ["rtl"] * count


async def test_on_a_narrow_screen_by_the_tabs(desk: Desk) -> None:
    page, leila, karim = desk.page, desk.beneficiary, desk.centre
    await page.set_viewport_size({"width": 390, "height": 800})
    await expect(karim).to_be_hidden()
    await leila.get_by_role("button", name="ابدأ").click()
    await asks_for_housing(desk)
    await page.get_by_role("tab", name="المركز").click()
    await expect(leila).to_be_hidden()
    await opens_topic(desk)
    await desk.tap(karim, ar("✋ Take"))
    await desk.write(karim, "كاين بلاصة")
    await expect(karim.locator(".reaction").last).to_have_text("👍")
    await page.get_by_role("tab", name="المستفيد").click()
    await desk.sees(leila, "كاين بلاصة")
    await desk.write(leila, "شكرا")
    for phone, tab in ((leila, "المستفيد"), (karim, "المركز")):
        await page.get_by_role("tab", name=tab).click()
        await expect(phone).to_be_visible()
        wide = await page.evaluate("document.documentElement.scrollWidth")
        assert wide <= 390
    await desk.sees(karim, "شكرا")


async def test_in_french_it_runs_from_left_to_right(desk: Desk) -> None:
    page, leila = desk.page, desk.beneficiary
    await page.get_by_role("button", name="Français").click()
    await expect(page.locator("html")).to_have_attribute("dir", "ltr")
    await leila.get_by_role("button", name="Démarrer").click()
    await asks_for_housing(desk, "fr")
    said = await desk.sees(leila, "R-")
    assert await direction(said.locator(".text")) == "ltr"
    await opens_topic(desk)
