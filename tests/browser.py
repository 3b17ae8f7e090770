"""Debian's Chromium for the tests of the page: skipped without one, unless one is required."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import Browser, async_playwright

CHROMIUM = Path("/usr/bin/chromium")
ARGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
PAGE_TEST = [
    pytest.mark.page,
    pytest.mark.skipif(
        not CHROMIUM.exists() and not os.environ.get("SANAD_REQUIRE_BROWSER"),
        reason="there is no Chromium",
    ),
]


@asynccontextmanager
async def open_browser() -> AsyncIterator[Browser]:
    """A headless browser."""
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        yield chromium
        await chromium.close()
