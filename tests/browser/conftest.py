"""A running Doorstep and a real browser; screenshots go to `tests/output/`.

Both end with their module: Playwright keeps an event loop running in this thread for as long as it lives.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from doorstep.settings import ROOT
from tests.running import Running

CHROMIUM = "/usr/bin/chromium"


@pytest.fixture(scope="session")
def shots() -> Path:
    folder = ROOT / "tests" / "output"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        )
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def doorstep(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    running = Running(tmp_path_factory.mktemp("doorstep"))
    yield running
    running.stop()
