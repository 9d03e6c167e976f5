"""Emergency detection, with the words that a landlord gets: `config/emergencies.toml` as it is shipped."""

import time
import tomllib
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.emergencies import Emergencies
from model.understanding import Level

CONFIG = Path(__file__).parents[2] / "config" / "emergencies.toml"
KINDS = {
    "gas", "carbon_monoxide", "fire", "electrical", "flood", "sewage", "no_heating", "no_power", "no_water", "insecure", "lift",
    "structural", "alarm", "welfare", "domestic_abuse", "self_harm", "at_risk", "violence", "homeless",
}  # fmt: skip


def kinds(text: str) -> set[str]:
    return {emergency.kind for emergency in EMERGENCIES.all(text)}


def level(text: str, kind: str) -> Level | None:
    return next((emergency.level for emergency in EMERGENCIES.all(text) if emergency.kind == kind), None)


EMERGENCIES = Emergencies.parse(tomllib.loads(CONFIG.read_text()))

# What counts. The first are plain; the later ones are how people write.
FOUND = [
    ("gas", "I can smell gas"),
    ("gas", "think i can smell gas??"),
    ("gas", "my neighbour says she smells gas"),
    ("gas", "My neighbour at no 6 is 84 and says there is a smell of gas, she hasn't reported it"),
    ("gas", "is gas leak a emergency or not"),
    ("gas", "GAS. rotten eggs smell all up the stairs. got a baby here"),
    ("gas", "cn smel gaz in kichen"),
    ("gas", "smellofgas in the hall"),
    ("gas", "I CAN SMELL G.A.S"),
    ("gas", "sm\u200bell of g\u200bas"),
    ("gas", "smell of gаs"),  # noqa: RUF001  a Cyrillic letter
    ("gas", "ｓｍｅｌｌ ｏｆ ｇａｓ"),  # noqa: RUF001  full-width letters
    ("gas", "gas leek in my house"),
    ("gas", "no heating and i can smell gas"),
    ("gas", "its not a bill its gas i can smell it"),
    ("gas", "gas bill is huge and i can smell gas"),
    ("gas", "czuję gaz w kuchni"),
    ("gas", "запах газу"),
    ("carbon_monoxide", "carbon monoxide alarm going off"),
    ("carbon_monoxide", "the alarm on the boiler keeps going off 4 beeps then stops n my head is banging"),
    ("carbon_monoxide", "we all get headaches when the gas fire is on"),
    ("carbon_monoxide", "carbon monocside detector wont stop"),
    ("fire", "FIRE"),
    ("fire", "no im not ok there is smoke"),
    ("fire", "fire in bin store flames going up wall"),
    ("fire", "was a fire last night, still smouldering"),
    ("fire", "smoak coming out the loft"),
    ("fire", "pożar w kuchni"),
    ("fire", "mae tân yma"),
    ("electrical", "plug socket went bang n theres black all round it, smells of burning"),
    ("electrical", "water dripping thru the light in the hall, its still on should i turn it off"),
    ("electrical", "i got a shock off the cooker switch, not bad but tingled right up my arm"),
    ("electrical", "wires hanging out wall where socket was. toddler in house"),
    ("flood", "pipe burst under sink waters everywhere cant find stopcock HELP"),
    ("flood", "its coming through from upstairs flat, ceiling bulging, kids bedroom"),
    ("flood", "leek in bathroom cant stop it been 20 mins"),
    ("flood", "woda leci z sufitu"),
    ("sewage", "theres poo coming up in the bath when next door flush. sorry but it is"),
    ("sewage", "toilet blocked and its the only 1 weve got. its up to the rim"),
    ("sewage", "balance? also toilet overflowing"),
    ("no_heating", "no heating no hot water since yesterday its freezing i got 3 kids"),
    ("no_heating", "the bowler has packed in"),
    ("no_heating", "Hi my mum is 81 and her boiler has gone off again, third time this month. She's on oxygen"),
    ("no_power", "No electric in the flat but the hall lights are on. Prepayment meter shows 6 quid"),
    ("no_power", "no lecky in the whole house"),
    ("no_power", "dads oxygen machine wont run no power"),
    ("no_water", "water gone completely neighbours got it tho"),
    ("no_water", "no water at all"),
    ("no_water", "nothing comes out of any tap"),
    ("insecure", "door wont lock back door just swings open cant go out"),
    ("insecure", "locked myself out kids inside"),
    ("insecure", "someone put a brick through my front window"),
    ("lift", "stuck in lift beech court between 2 and 3"),
    ("lift", "alarm in lift rung no one answering theres 4 of us 1 pregnant"),
    ("lift", "mum is in a wheelchair on 5th floor and lift is off AGAIN she cant get to hospital"),
    ("structural", "ceiling in bedroom has come down on the bed, plaster everywhere, no one hurt"),
    ("structural", "massive crack opened up over front door u can get ur hand in it"),
    ("structural", "bricks falling off the chimney onto the path"),
    ("alarm", "smoke alarm going off and wont stop there is no fire"),
    ("alarm", "none of our smoke alarms work, pressed test on all 3, dead"),
    ("alarm", "the smoke a lamb won't stop"),
    ("welfare", "I haven't seen the old man at no 12 for days and there's post piling up"),
    ("welfare", "my mum has fallen and cant get up"),
    ("welfare", "HELP"),
    ("domestic_abuse", "need to get out of here with kids tonight he cant know im texting"),
    ("domestic_abuse", "he checks my phone can u ring my mum instead"),
    ("domestic_abuse", "ex still got a key n he knows im in on my own can u change locks tonite"),
    ("domestic_abuse", "can my name come off the tenancy without him finding out"),
    ("self_harm", "dont see the point anymore rent ill never sort it"),
    ("self_harm", "i want to die"),
    ("self_harm", "my son says he is going to kill himself"),
    ("at_risk", "next doors kids left alone all night again no adult in there"),
    ("at_risk", "lads have taken over his flat to deal, he has learning difficulties"),
    ("at_risk", "her carer is taking her pension money and shouting at her, she is 88"),
    ("violence", "he said hes gonna burn my house down. hes outside now"),
    ("violence", "man with a knife in the stairwell"),
    ("violence", "the lads from no 9 kicking balls at my car again n one has a knife"),
    ("homeless", "we have nowhere to sleep tonight"),
    ("homeless", "landlord changed the locks on me today"),
    ("homeless", "me n my kids sleeping in the car tonight"),
]

# What does not, or not as that.
NOT_FOUND = [
    "no smell of gas now",
    "no smell of gas, just wondering when the service is",
    "gas bill is huge this month",
    "gas engineer coming thursday, can i move it",
    "When is the gas engineer coming for the yearly check?",
    "there was a smell of gas last week, the gas people came and it's fine now",
    "had a gas leak last year, new cooker needs connecting",
    "fire door wont close",
    "fire surround is loose",
    "im on fire today lads",
    "smoke alarm chirping every minute",
    "smoke alarm chirping once a minute",
    "co alarm chirps once a minute, low battery",
    "boiler pressure dropping since the leak",
    "roof leak when it rains, bucket in loft",
    "drowning in debt",
    "kids are killing me lol",
    "i could kill that neighbour, music til 3am",
    "my ex is on the tenancy",
    "smashed it with the painting, thanks",
    "stuck in hospital cant let you in",
    "water bill",
    "water meter",
    "heating on in communal hall 24/7 its boiling",
    "was broken into 2 weeks ago, crime no 123",
    "what would happen if there was a fire in the block",
    "no sparks, smoke or burning smell, the switch is just loose",
    "kitchen tap dripping again, there is a bowl under it",
    "lift smells",
    "does my insurance cover a burst pipe",
    "i was trapped in the lift on sunday and the engineer got me out in no time, thank him",
    "how much is a spare front door key",
    "hello",
    "",
]


@pytest.mark.parametrize(("kind", "text"), FOUND)
def test_is_an_emergency(kind, text):
    assert kind in kinds(text)


@pytest.mark.parametrize("text", NOT_FOUND)
def test_is_no_emergency(text):
    assert EMERGENCIES.all(text) == ()


def test_every_kind_has_three_examples_here():
    assert {kind for kind in KINDS if sum(found == kind for found, _ in FOUND) >= 3} == KINDS


def test_the_table_has_all_nineteen_kinds():
    assert set(EMERGENCIES.kinds) == KINDS


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("gas", "i can smell gas"),
        ("gas", "think i can smell gas??"),
        ("carbon_monoxide", "co alarm going off"),
        ("fire", "kitchen on fire"),
        ("electrical", "got an electric shock off the socket"),
        ("self_harm", "im going to kill myself"),
        ("structural", "the ceiling has collapsed"),
        ("no_power", "no power and my oxygen machine has stopped"),
        ("lift", "stuck in lift, my daughter cant breathe"),
        ("domestic_abuse", "my husband is hitting me"),
        ("violence", "they are attacking my son with a bat outside"),
        ("at_risk", "baby left on the windowsill with the window open"),
    ],
)
def test_is_a_matter_of_life(kind, text):
    assert level(text, kind) is Level.LIFE


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("flood", "burst pipe"),
        ("sewage", "sewage coming up in the bath"),
        ("no_heating", "no heating"),
        ("no_power", "no electric at all in the house"),
        ("no_water", "no water"),
        ("insecure", "front door wont lock"),
        ("lift", "stuck in lift"),
        ("alarm", "smoke alarm wont stop, no fire"),
        ("homeless", "nowhere to sleep tonight"),
        ("domestic_abuse", "he opens my post"),
    ],
)
def test_is_urgent(kind, text):
    assert level(text, kind) is Level.URGENT


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("gas", "i could smell gas this morning but its gone now"),
        ("fire", "🔥🔥 my kitchen help"),
        ("self_harm", "i cant go on"),
        ("welfare", "help"),
    ],
)
def test_is_asked_about(kind, text):
    assert level(text, kind) is Level.UNSURE


def test_the_gravest_comes_first():
    found = EMERGENCIES.all("front door wont lock, and i can smell gas, and there is no water")
    assert [emergency.kind for emergency in found] == ["gas", "no_water", "insecure"]


def test_detect_gives_the_gravest():
    assert EMERGENCIES.detect("no heating and i can smell gas").kind == "gas"


def test_nothing_is_detected_in_nothing():
    assert EMERGENCIES.detect("") is None


def test_it_says_which_rule_raised_it():
    assert EMERGENCIES.detect("i can smell gas").because == "gas: smell of gas"


@pytest.mark.parametrize(
    "denial", ["no", "there is no", "there isn't any", "I can't smell any", "not a", "never had a"]
)
def test_a_denied_smell_of_gas_is_none(denial):
    assert "gas" not in kinds(f"{denial} smell of gas")


@pytest.mark.parametrize(
    "opening",
    ["no hot water and", "its not the drains,", "no im not ok,", "not sure but", "no credit,", "dont know if"],
)
def test_a_denial_does_not_hide_what_is_said_beside_it(opening):
    assert level(f"{opening} i can smell gas", "gas") is Level.LIFE


@pytest.mark.parametrize(
    "text", ["if i ever smell gas what do i do", "what if there was a gas leak", "in case of a gas leak who do i ring"]
)
def test_a_supposed_gas_leak_is_none(text):
    assert "gas" not in kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        "not sure if i can smell gas",
        "is it an emergency if i can smell gas",
        "ring me if you can theres gas everywhere",
    ],
)
def test_not_every_if_is_a_supposition(text):
    assert level(text, "gas") is Level.LIFE


@pytest.mark.parametrize(
    "text",
    ["there was a gas leak last month, its back", "we had a fire last year and now smoke is coming out the loft"],
)
def test_what_is_long_past_does_not_hide_the_present(text):
    assert EMERGENCIES.detect(text).level is Level.LIFE


# ------------------------------------------------------------------ never fails, never slow


@given(st.text())
@example("\x00\ud800")
@settings(max_examples=300, deadline=None)
def test_no_text_makes_it_fail(text):
    EMERGENCIES.all(text)


WORDS = [
    "no",
    "not",
    "if",
    "i",
    "smell",
    "gas",
    "leak",
    "water",
    "ceiling",
    "fire",
    "he",
    "hit",
    "me",
    "kids",
    "alone",
    "kill",
    "myself",
    "stuck",
    "lift",
    "door",
    "wont",
    "lock",
    ".",
    ",",
    "and",
    "last",
    "week",
    "fixed",
    "now",
]


@given(st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join))
@settings(max_examples=300, deadline=None)
def test_each_kind_is_found_at_most_once_and_in_order(text):
    found = EMERGENCIES.all(text)
    ranks = [(list(Level).index(emergency.level), list(EMERGENCIES.kinds).index(emergency.kind)) for emergency in found]
    assert ranks == sorted(set(ranks))


@given(st.sampled_from([text for _, text in FOUND]))
@settings(max_examples=50, deadline=None)
def test_capitals_do_not_matter(text):
    assert kinds(text.upper()) == kinds(text.lower())


@pytest.mark.parametrize(
    "text",
    [
        "😀" * 20_000,
        "a" * 1_000_000,
        "a " * 500_000,
        "smell " * 170_000,
        "smell gas bill " * 60_000,
        "no not if he hit me kids alone water ceiling fire door lock " * 17_000,
        "\n" * 1_000_000,
    ],
    ids=lambda text: f"{len(text)} of {text[:12]!r}",
)
def test_a_huge_text_takes_no_time(text):
    def once() -> float:
        started = time.process_time()
        EMERGENCIES.all(text)
        return time.process_time() - started

    assert min(once() for _ in range(3)) < 0.1


def test_an_emergency_in_a_long_letter_is_found():
    story = "The kitchen was done in spring and the men were polite. " * 400
    assert level(f"{story} Since this morning I can smell gas. {story}", "gas") is Level.LIFE


# ------------------------------------------------------------------ what is said


def test_no_shipped_text_uses_an_unchecked_number():
    assert EMERGENCIES.unchecked() == []


@pytest.mark.parametrize("layout", ["sms", "chat"])
@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_has_something_to_say(kind, layout):
    assert EMERGENCIES.advice(kind, layout, household=False).first


def texts(kind: str, layout: str) -> list[str]:
    levels = (None, Level.LIFE)
    advice = [EMERGENCIES.advice(kind, layout, one, household) for one in levels for household in (True, False)]
    return [text for one in advice for _, text in one.texts() if text]


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_the_first_text_is_one_sms(kind):
    for one in (None, Level.LIFE):
        first = EMERGENCIES.advice(kind, "sms", one, household=False).first
        assert first.isascii()
        assert len(first) <= 160


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_first_text_on_a_matter_of_life_gives_a_number(kind):
    for layout in ("sms", "chat"):
        first = EMERGENCIES.advice(kind, layout, Level.LIFE).first
        assert (
            any(number.number in first for number in EMERGENCIES.numbers.values() if number.checked)
            or not EMERGENCIES.kinds[kind].can_be_life
        )


@pytest.mark.parametrize(
    ("kind", "number"),
    [
        ("gas", "0800 111 999"),
        ("fire", "999"),
        ("carbon_monoxide", "999"),
        ("self_harm", "116 123"),
        ("no_power", "105"),
    ],
)
def test_the_right_number_is_given_first(kind, number):
    assert number in EMERGENCIES.advice(kind, "sms", household=False).first


@pytest.mark.parametrize("layout", ["sms", "chat"])
@pytest.mark.parametrize("kind", sorted(KINDS))
def test_sentences_have_at_most_fifteen_words(kind, layout):
    sentences = [
        sentence for text in texts(kind, layout) for sentence in text.replace("?", ".").replace(": ", ". ").split(". ")
    ]
    assert [sentence for sentence in sentences if len(sentence.split()) > 15] == []


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_nobody_is_said_to_be_coming_or_told(kind):
    everything = " ".join(texts(kind, "sms") + texts(kind, "chat")).lower()
    for promise in (
        "on the way",
        "on its way",
        "is coming",
        "will come",
        "will be with you",
        "have told",
        "has been told",
        "have alerted",
        "we will send",
        "will contact you",
    ):
        assert promise not in everything


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_nobody_is_sent_to_look_for_a_leak_or_a_pilot_light(kind):
    everything = " ".join(texts(kind, "sms") + texts(kind, "chat")).lower()
    for danger in ("pilot", "look for", "find the leak", "check for gas", "relight"):
        assert danger not in everything


def test_with_carbon_monoxide_people_get_out_first():
    assert EMERGENCIES.advice("carbon_monoxide", "sms").first.startswith("Get everyone out")


SUBJECTS = (
    "abuse",
    "helpline",
    "samaritans",
    "suicide",
    "harm",
    "violen",
    "refuge",
    "safeguarding",
    "police",
    "team",
    "partner",
    "child",
    "0808",
    "116 123",
    "85258",
)


@pytest.mark.parametrize("layout", ["sms", "chat"])
@pytest.mark.parametrize("kind", ["domestic_abuse", "at_risk", "self_harm", "violence"])
def test_a_discreet_first_text_names_nothing(kind, layout):
    advice = EMERGENCIES.advice(kind, layout)
    said = " ".join((advice.first, advice.question, *advice.later, *advice.after_no)).lower()
    assert [subject for subject in SUBJECTS if subject in said] == []


@pytest.mark.parametrize("kind", ["domestic_abuse", "at_risk", "self_harm", "violence"])
def test_a_discreet_first_text_asks_whether_it_is_safe(kind):
    assert "Is it OK to message you here? Reply 1 for yes, 2 for no." in EMERGENCIES.advice(kind, "sms").first


def test_a_helpline_follows_a_safe_yes():
    assert "0808 2000 247" in " ".join(EMERGENCIES.advice("domestic_abuse", "sms").after_yes)


@pytest.mark.parametrize("kind", ["domestic_abuse", "at_risk"])
def test_some_kinds_are_discreet_whoever_is_named(kind):
    assert EMERGENCIES.is_discreet(kind, "")
    assert EMERGENCIES.advice(kind, "sms", household=False) == EMERGENCIES.advice(kind, "sms")


@pytest.mark.parametrize(
    ("kind", "text", "discreet"),
    [
        ("self_harm", "i want to end it all", False),
        ("self_harm", "my husband says he wants to end it all", True),
        ("violence", "man with a knife in the stairwell", False),
        ("violence", "my son has a knife", True),
        ("gas", "my husband can smell gas", False),
    ],
)
def test_others_are_discreet_where_the_household_is_named(kind, text, discreet):
    assert EMERGENCIES.is_discreet(kind, text) is discreet


@pytest.mark.parametrize(
    ("kind", "paged"),
    [
        ("gas", "duty"),
        ("flood", "duty"),
        ("self_harm", "safeguarding"),
        ("domestic_abuse", "safeguarding"),
        ("at_risk", "safeguarding"),
    ],
)
def test_the_right_people_are_paged(kind, paged):
    assert EMERGENCIES.kinds[kind].paged == paged
