import re

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser import PAGE_TEST, open_browser

from .echo import echo

pytestmark = PAGE_TEST


@pytest.fixture(scope="module")
async def browser():
    async with open_browser() as chromium:
        yield chromium


class Desk:
    """The page, open, with the simulator and the echo bot behind it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.beneficiary = page.locator("#beneficiary")
        self.centre = page.locator("#centre")
        self.problems: list[str] = []
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.on("console", self._console)
        page.on("request", self._request)

    def _console(self, message) -> None:
        if message.type in {"error", "warning"}:
            self.problems.append(message.text)

    def _request(self, request) -> None:
        if not request.url.startswith(("http://127.0.0.1:", "blob:http://127.0.0.1:")):
            self.problems.append(f"the page reached for {request.url}")

    async def write(self, phone, text: str) -> None:
        await phone.locator("textarea").fill(text)
        await phone.locator(".send").click()


@pytest.fixture
async def story(sim):
    fes = sim.group("مركز فاس")
    sim.coordinator("كريم", fes)
    sim.user("ليلى")
    sim.user("عمر")
    async with echo(sim):
        yield sim


@pytest.fixture
async def desk(story, browser: Browser):
    page = await browser.new_page(viewport={"width": 1280, "height": 860})
    desk = Desk(page)
    await page.goto(story.url)
    yield desk
    await page.close()
    assert desk.problems == []


async def test_a_conversation_with_buttons(desk):
    phone = desk.beneficiary
    await phone.get_by_role("button", name="ابدأ").click()
    await desk.write(phone, "bghit skna <b>دابا</b> & 'x'")
    mine = phone.locator(".mine .text").last
    await expect(mine).to_have_text("bghit skna <b>دابا</b> & 'x'")


async def test_say_tap_and_be_answered(desk):
    phone = desk.beneficiary
    await phone.get_by_role("button", name="ابدأ").click()
    await desk.write(phone, "بغيت سكنى")
    theirs = phone.locator(".theirs .text").last
    await expect(theirs.locator("strong")).to_have_text("بغيت سكنى")
    await expect(phone.locator(".reaction").last).to_have_text("👀")
    await phone.get_by_role("button", name="خدمة").last.click()
    await expect(phone.locator(".toast")).to_have_text("اخترت work")
    await expect(theirs).to_have_text("تم: work")
    await expect(phone.locator(".edited")).to_have_text("معدلة")
    await phone.get_by_role("button", name="نهضر مع شي واحد").last.click()
    await expect(desk.page.get_by_role("dialog")).to_contain_text("اخترت human")


async def test_edit_reply_and_attach(desk):
    phone = desk.beneficiary
    await phone.get_by_role("button", name="ابدأ").click()
    await desk.write(phone, "بغيت سكنة")
    said = phone.locator(".message.mine", has_text="بغيت سكنة")
    await said.get_by_role("button", name="خيارات الرسالة").click()
    await said.get_by_role("button", name="عدل").click()
    await desk.write(phone, "بغيت سكنى")
    changed = phone.locator(".message.mine", has_text="بغيت سكنى")
    await expect(changed.locator(".edited")).to_be_visible()
    await changed.get_by_role("button", name="خيارات الرسالة").click()
    await changed.get_by_role("button", name="رد").click()
    await desk.write(phone, "فين؟")
    await expect(phone.locator(".mine .quote").last).to_contain_text("بغيت سكنى")
    for name, sight in (
        ("صورة جاهزة", "img.photo"),
        ("رسالة صوتية", ".player"),
        ("موقعي", ".place"),
        ("رقم شخص آخر", ".card"),
    ):
        await phone.get_by_role("button", name="أرفق").click()
        await phone.get_by_role("menuitem", name=name).click()
        await expect(phone.locator(f".mine {sight}").last).to_be_visible()


async def test_block_and_unblock(desk, story):
    phone = desk.beneficiary
    await phone.get_by_role("button", name="ابدأ").click()
    await expect(phone.locator("textarea")).to_be_visible()
    await phone.get_by_role("button", name="خيارات", exact=True).click()
    await phone.get_by_role("menuitem", name="حظر المساعد").click()
    await expect(phone.locator("textarea")).to_be_hidden()
    await phone.get_by_role("button", name="إلغاء الحظر").click()
    await expect(phone.locator("textarea")).to_be_visible()


async def test_a_coordinator_in_a_topic(desk, story):
    (fes,) = [chat for chat in story.world.chats.values() if chat.is_forum]
    karim = next(iter(fes.members))
    topic = story.world.make_topic(fes.id, karim, "S-102")
    phone = desk.centre
    await phone.get_by_role("button", name=re.compile("S-102")).click()
    await desk.write(phone, "السلام")
    await expect(phone.locator(".theirs .sender").last).to_have_text("سند")
    await phone.get_by_role("button", name="سكن").last.click()
    await expect(phone.locator(".theirs .text").last).to_have_text("تم: housing")
    await phone.get_by_role("button", name="خيارات", exact=True).click()
    await phone.get_by_role("menuitem", name="احذف هذا الموضوع").click()
    await expect(phone.get_by_role("button", name=re.compile("S-102"))).to_have_count(0)
    assert topic.id not in fes.topics


async def test_people_are_added_by_hand(desk):
    await desk.beneficiary.get_by_role("button", name="أضف شخصا").first.click()
    dialog = desk.page.get_by_role("dialog")
    await dialog.get_by_role("textbox").fill("ياسين")
    await dialog.get_by_role("button", name="أضف").click()
    await expect(desk.beneficiary.locator("select option:checked")).to_have_text("ياسين")
    await desk.centre.get_by_role("button", name="أضف شخصا").click()
    await dialog.get_by_role("textbox").fill("هشام")
    await dialog.get_by_role("checkbox").check()
    await dialog.get_by_role("button", name="أضف").click()
    await expect(desk.centre.locator("select option:checked").last).to_have_text("هشام · غريب")


async def test_the_language_is_remembered(desk):
    page = desk.page
    await expect(page.locator("html")).to_have_attribute("dir", "rtl")
    await page.get_by_role("button", name="Français").click()
    await expect(page.locator("html")).to_have_attribute("dir", "ltr")
    await expect(desk.beneficiary.get_by_role("button", name="Démarrer")).to_be_visible()
    await page.reload()
    await expect(page.locator("html")).to_have_attribute("lang", "fr")
    await page.get_by_role("button", name="العربية").click()
    await expect(page.locator("html")).to_have_attribute("dir", "rtl")


async def test_a_narrow_screen_shows_one_phone_at_a_time(desk):
    page = desk.page
    await page.set_viewport_size({"width": 390, "height": 800})
    await expect(desk.centre).to_be_hidden()
    await desk.beneficiary.get_by_role("button", name="ابدأ").click()
    await page.get_by_role("tab", name="المركز").click()
    await expect(desk.centre).to_be_visible()
    await expect(desk.beneficiary).to_be_hidden()
    wide = await page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 390
    await page.get_by_role("button", name="جديد هنا؟").click()
    await page.get_by_role("button", name="bghit skna").click()
    await expect(desk.beneficiary.locator("textarea")).to_have_value("bghit skna")


async def test_every_word_is_said_in_both_languages(desk):
    missing = await desk.page.evaluate(
        """async () => {
            const { choose, say } = await import("/words.js");
            const source = await (await fetch("/words.js")).text();
            const names = new Set([...source.matchAll(/^    (\\w+): /gm)].map((m) => m[1]));
            const lacks = [];
            for (const language of ["ar", "fr"]) {
                choose(language);
                for (const name of names) if (!say(name)) lacks.push(`${language}: ${name}`);
            }
            return lacks;
        }"""
    )
    assert missing == []
