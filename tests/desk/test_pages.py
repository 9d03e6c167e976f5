"""Pages, headers, health, attachments and the public figures."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from desk.app import PARTS
from desk.pages import Pages
from store.db import Db
from tests.desk.house import House, acknowledge


@pytest.fixture
def dist(tmp_path: Path) -> Path:
    folder = tmp_path / "dist"
    for name in ("index.html", "desk/index.html", "assets/index-BGQ1Ut14.js", "widget/doorstep-chat.js", "secret.env"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(f"// {name} " + "x" * 2000)
    (tmp_path / "outside.js").write_text("secret")
    return folder


async def test_the_pages_are_where_people_look_for_them(house: House, dist: Path) -> None:
    browser = await house.browser()
    for path, name in (("/", "index.html"), ("/desk", "desk/"), ("/desk/all/abc", "desk/"), ("/desk/", "desk/")):
        answer = await browser.client.get(path)
        assert (answer.status, answer.content_type) == (200, "text/html")
        assert name in await answer.text()


async def test_what_carries_a_hash_is_kept_for_good_and_the_rest_is_asked_for(house: House, dist: Path) -> None:
    browser = await house.browser()
    asset = await browser.client.get("/assets/index-BGQ1Ut14.js")
    assert "immutable" in asset.headers["Cache-Control"]
    assert asset.headers["Content-Encoding"] == "gzip"
    assert asset.headers["Content-Type"].startswith("text/javascript")
    widget = await browser.client.get("/widget/doorstep-chat.js")
    assert widget.headers["Cache-Control"] == "no-cache"
    again = await browser.client.get("/widget/doorstep-chat.js", headers={"If-None-Match": widget.headers["ETag"]})
    assert (again.status, await again.read()) == (304, b"")


async def test_the_sign_in_the_tab_is_there_under_both_its_names(house: House, dist: Path) -> None:
    (dist / "favicon.svg").write_text("<svg/>")
    browser = await house.browser()
    for path in ("/favicon.svg", "/favicon.ico"):
        answer = await browser.client.get(path)
        assert (answer.status, answer.content_type, await answer.text()) == (200, "image/svg+xml", "<svg/>")


def test_every_address_of_the_contract_is_served_and_no_other_of_the_api() -> None:
    contract = yaml.safe_load((Path(__file__).parents[2] / "docs" / "api.yaml").read_text("utf-8"))["paths"]
    written = {(method.upper(), path) for path, methods in contract.items() for method in methods}
    served = {(route.method, route.path) for part in PARTS for route in part.ROUTES}
    assert {one for one in written if not one[1].startswith("/sandbox")} <= served
    assert {one for one in served if one[1].startswith("/api/")} <= written


async def test_a_changed_file_is_read_again(house: House, dist: Path) -> None:
    browser = await house.browser()
    before = (await browser.client.get("/")).headers["ETag"]
    (dist / "index.html").write_text("new")
    after = await browser.client.get("/")
    assert (await after.text(), after.headers["ETag"] != before) == ("new", True)


@pytest.mark.parametrize(
    "name", ["../outside.js", "assets/../../outside.js", "/etc/passwd", "secret.env", "assets", ""]
)
def test_nothing_outside_the_folder_is_a_page(dist: Path, name: str) -> None:
    assert Pages(dist).find(name) is None


@pytest.mark.parametrize(
    "path", ["/assets/..%2f..%2foutside.js", "/widget/%2e%2e/%2e%2e/outside.js", "/assets/none.js"]
)
async def test_no_address_leads_outside(house: House, dist: Path, path: str) -> None:
    browser = await house.browser()
    assert (await browser.client.get(path)).status == 404


async def test_pages_that_are_not_built_are_said_to_be(house: House) -> None:
    browser = await house.browser()
    answer = await browser.client.get("/")
    assert (answer.status, "make setup" in await answer.text()) == (404, True)


async def test_every_answer_says_what_a_page_may_do(house: House, dist: Path) -> None:
    browser = await house.browser()
    for path in ("/", "/desk", "/api/me", "/api/nothing", "/nothing", "/healthz"):
        headers = (await browser.client.get(path)).headers
        assert "default-src 'self'" in headers["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "Referrer-Policy" in headers
    widget = (await browser.client.get("/widget/doorstep-chat.js")).headers
    assert "frame-ancestors" not in widget["Content-Security-Policy"]
    assert widget["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert (await browser.client.get("/api/me")).headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/nothing", 404),
        ("POST", "/api/public", 405),
        ("GET", "/chat/nothing", 405),
        ("GET", "/chat/session", 405),
    ],
)
async def test_errors_are_sentences_in_json(house: House, method: str, path: str, status: int) -> None:
    browser = await house.browser()
    answer = await browser.ask(method, path)
    assert answer.status == status
    assert (await answer.json())["error"].endswith(".")


async def test_an_error_nobody_foresaw_is_a_sentence_too(built: Any, caplog: pytest.LogCaptureFixture) -> None:
    def broken() -> Any:
        raise RuntimeError("secret detail")

    house = await built(opening=broken)
    answer = await (await house.browser()).ask("GET", "/api/public")
    assert answer.status == 503
    assert "secret" not in await answer.text()
    assert caplog.records[-1].path == "/api/public"


async def test_larger_answers_are_compressed(house: House) -> None:
    priya = await house.signed_in("Priya Raman")
    for _ in range(5):
        await house.writes("the tap is dripping")
    answer = await priya.ask("GET", "/api/enquiries?view=all")
    assert answer.headers["Content-Encoding"] == "deflate" or answer.headers["Content-Encoding"] == "gzip"
    assert len((await answer.json())["items"]) == 5


async def test_the_public_page_tells_no_share_before_it_is_fair(house: House) -> None:
    browser = await house.browser()
    await house.writes("hello")
    facts = await browser.get("/api/public")
    assert facts == {
        "landlord": "Marches Homes",
        "phone": "01632 960100",
        "sms": "+447700900000",
        "opening": [{"day": "Monday", "hours": "8am to 6pm"}],
        "open_now": True,
        "promise": {"acknowledged_within_hour": None, "enquiries": 1, "days": 30},
        "calls": {
            "average_seconds": None,
            "promised_seconds": 60,
            "answered_in_time": None,
            "lost": 0,
            "calls": 0,
            "days": 30,
        },
    }


async def test_a_late_acknowledgement_counts_for_good_and_a_running_one_not_yet(house: House) -> None:
    browser = await house.browser()
    for _ in range(20):
        await house.writes("hello")

    def acknowledge_most(db: Db) -> None:
        for enquiry in range(1, 16):
            acknowledge(db, enquiry)

    await house.store.write(acknowledge_most)
    assert (await browser.get("/api/public"))["promise"]["acknowledged_within_hour"] == 1.0
    house.clock.forward(minutes=61)
    await house.store.write(acknowledge, 16)
    promise = (await browser.get("/api/public"))["promise"]
    assert promise == {"acknowledged_within_hour": 0.75, "enquiries": 20, "days": 30}
    house.clock.forward(days=30)
    assert (await browser.get("/api/public"))["promise"]["enquiries"] == 0


async def test_it_says_whether_it_lives_and_what_is_wrong(built: Any) -> None:
    house: House = await built(troubles=lambda: ["Text messages are not connected."])
    browser = await house.browser()
    assert await browser.status("GET", "/healthz") == 200
    assert await browser.get("/readyz") == {"ready": True, "wrong": ["Text messages are not connected."]}
    house.landlord.down = True
    assert len((await browser.get("/readyz"))["wrong"]) == 2
    await house.store.close()
    answer = await browser.ask("GET", "/readyz")
    assert (answer.status, (await answer.json())["ready"]) == (503, False)


def attach(db: Db, message: int, public_id: str, kind: str, state: str = "kept") -> None:
    given = {"channel": "sms", "url": "https://example.org/1", "content_type": kind, "next_at": db.at}
    db.add_media([{"public_id": public_id, "message": message, **given}])
    db.ask("UPDATE media SET state = :state, sha256 = :id WHERE public_id = :id", state=state, id=public_id)


async def test_a_picture_is_shown_and_anything_else_only_saved(house: House, tmp_path: Path) -> None:
    priya = await house.signed_in("Priya Raman")
    enquiry = await house.writes("look")
    (tmp_path / "media").mkdir()
    for name, kind, state in (("p", "image/jpeg", "kept"), ("h", "text/html", "kept"), ("w", "image/png", "wanted")):
        (tmp_path / "media" / name).write_bytes(b"<script>")
        await house.store.write(attach, 1, name, kind, state)
    media = (await priya.get(f"/api/enquiries/{enquiry}"))["messages"][0]["media"]
    assert [one["url"] for one in media] == ["/api/media/p", "/api/media/h", None]
    picture = await priya.ask("GET", "/api/media/p")
    assert (picture.content_type, picture.headers["Content-Disposition"]) == ("image/jpeg", "inline")
    assert picture.headers["X-Content-Type-Options"] == "nosniff"
    page = await priya.ask("GET", "/api/media/h")
    assert page.content_type == "application/octet-stream"
    assert page.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in page.headers["Content-Security-Policy"]
    assert await priya.status("GET", "/api/media/w") == 404


async def test_an_attachment_is_behind_the_same_gate_as_its_enquiry(house: House, tmp_path: Path) -> None:
    priya = await house.signed_in("Priya Raman")
    sian = await house.signed_in("Sian Pryce", "safeguarding")
    await house.writes("help", topic="domestic_abuse")
    (tmp_path / "media").mkdir()
    (tmp_path / "media" / "p").write_bytes(b"picture")
    await house.store.write(attach, 1, "p", "image/jpeg")
    assert await priya.status("GET", "/api/media/p") == 404
    assert await sian.status("GET", "/api/media/p") == 200


async def test_the_figures_are_counted_once_a_minute(house: House) -> None:
    browser = await house.browser()
    assert (await browser.get("/api/public"))["promise"]["enquiries"] == 0
    await house.writes("hello")
    assert (await browser.get("/api/public"))["promise"]["enquiries"] == 0
    house.clock.forward(minutes=1)
    assert (await browser.get("/api/public"))["promise"]["enquiries"] == 1
