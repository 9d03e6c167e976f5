"""What a colleague does about a reply that failed, with the line and the delivery behind it."""

from connectors.base import SendFailed
from model.message import Delivery
from store import colleagues, retrying, rows
from tests.plays.people import STRANGER

BROKEN = SendFailed("The number is not in use (30005)", permanent=True)


async def failed(stage):
    """The acknowledgement of a stranger's request for a person, which the provider refused for good."""
    stage.sms.failing[STRANGER] = BROKEN
    await stage.phone(STRANGER).says("can i talk to someone")
    [message] = await stage.query(
        "SELECT m.public_id FROM message m JOIN reply r ON r.message = m.id WHERE r.state = 50"
    )
    return message["public_id"]


async def clock(stage):
    [found] = await stage.query("SELECT * FROM clock WHERE promise = 'acknowledge'")
    return found


async def try_again(stage, message):
    def again(db):
        colleagues.add(db, name="Priya Raman", email="priya@example.org", password_hash="", teams=["repairs"])
        [colleague] = db.colleague_everybody()
        noun = rows.enquiry(db.enquiry_by_id(id=1))
        retrying.again(db, noun, rows.colleague(colleague), retrying.failed(db, noun, message))

    await stage.system.parts.store.write(again)
    await stage.system.settle()


async def test_a_reply_that_is_tried_again_arrives_and_keeps_the_promise_from_then_on(stage):
    message = await failed(stage)
    assert (await clock(stage))["met_at"] is None
    del stage.sms.failing[STRANGER]
    stage.clock.forward(minutes=5)
    await try_again(stage, message)
    [sent] = [one for one in stage.sms.sent if one.to == STRANGER]
    assert "person" in sent.text
    met = await clock(stage)
    assert (met["met_at"] - met["started_at"], met["met_by"]) == (5 * 60 * 1_000_000, "bot")


async def test_a_reply_that_fails_again_can_be_tried_once_more(stage):
    message = await failed(stage)
    await try_again(stage, message)
    [reply] = await stage.query("SELECT state, error FROM reply")
    assert (reply["state"], reply["error"]) == (Delivery.FAILED, BROKEN.why)
    assert (await clock(stage))["met_at"] is None
