"""What goes around the text of an email."""

from bot.letterhead import Letterhead

HEAD = Letterhead("Hello,", "Marches Homes\nPhone: 01632 960100")


def test_an_email_greets_and_is_signed():
    assert HEAD.around("Your tap is logged.", urgent=False) == (
        "Hello,\n\nYour tap is logged.\n\nMarches Homes\nPhone: 01632 960100"
    )


def test_nothing_goes_before_safety_advice():
    assert HEAD.around("Leave now. Call 999.", urgent=True).startswith("Leave now. Call 999.\n\n")


def test_what_the_landlord_leaves_empty_leaves_no_gap():
    assert Letterhead("", "").around("Your tap is logged.", urgent=False) == "Your tap is logged."
