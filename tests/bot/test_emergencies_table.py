"""What a landlord may write into `config/emergencies.toml`, and what is said of a mistake in it."""

import tomllib
from copy import deepcopy

import pytest

from bot.emergencies import Emergencies
from bot.phrases import Phrasebook
from bot.wording import Spelling, fold
from model.understanding import Level

TABLE = tomllib.loads("""
household = ["(husband|wife)"]
guards = ["drowning in debt"]

[numbers]
emergency = { number = "999", what = "Police, fire, ambulance", checked = "2026-11, gov.uk" }
rumour = { number = "0123 456", what = "Somebody said so", checked = "" }

[hedges]
deny = ["(no|not|isnt)"]
through = ["(a|any|smell|of)"]
certain = ["sure if"]
if = ["if"]
anew = ["(i|theres)"]
past = ["last year"]
lately = ["last week"]
present = ["(again|still)"]
over = ["gone now"]
made_safe = ["capped it"]
not_over = ["said .. gone now"]
recovered = ["well now"]
glad = ["thank him"]
told = ["was"]
routine = ["how much"]

[spelling]
gas = ["gaz"]
its = ["it is"]

[typos]
typos = ["smell", "ceiling"]
real = ["spell"]
glued = ["gas", "leak"]

[sets]
stench = ["smell~", "whiff"]

[discreet.sms]
first = "Is it OK to message you here? Always call {emergency}."
[discreet.chat]
first = "Is it OK to message you here? Always call {emergency}."

[kinds.gas]
label = "Gas"
level = "life"
paged = "duty"
doubts = true
guards = ["gas bill"]
[[kinds.gas.rules]]
name = "smell"
patterns = ["{stench} ... gas"]
[kinds.gas.sms]
first = "Leave now. Call {emergency}."
[kinds.gas.chat]
first = "Please leave now. Call {emergency}."

[kinds.flood]
label = "Flood"
paged = "duty"
words = ["water everywhere"]
[[kinds.flood.rules]]
name = "pouring"
patterns = ["pouring & ceiling"]
unless = ["paint"]
[[kinds.flood.rules]]
name = "with a baby"
level = "life"
patterns = ["wet"]
with = ["baby"]
without = ["nappy"]
[kinds.flood.sms]
first = "Turn it off, or call {emergency}."
[kinds.flood.chat]
first = "Turn it off, or call {emergency}."
""")


def parsed(change=None) -> Emergencies:
    table = deepcopy(TABLE)
    if change:
        change(table)
    return Emergencies.parse(table)


def found(text: str, change=None) -> list[tuple[str, Level]]:
    return [(emergency.kind, emergency.level) for emergency in parsed(change).all(text)]


def test_a_landlord_can_add_plain_words():
    assert found("the hob is hissing", lambda table: table["kinds"]["gas"].update(words=["hob is hissing"])) == [
        ("gas", Level.LIFE)
    ]


def test_plain_words_are_taken_as_they_stand():
    assert found("the hob, gas hissing", lambda table: table["kinds"]["gas"].update(words=["Hob (gas) hissing!"])) == [
        ("gas", Level.LIFE)
    ]


def test_a_kind_is_urgent_unless_it_says_otherwise():
    assert found("water everywhere") == [("flood", Level.URGENT)]


def test_both_sides_of_an_and_may_come_first():
    assert found("pouring from the ceiling") == found("the ceiling, its pouring") == [("flood", Level.URGENT)]


def test_both_sides_of_an_and_must_be_in_one_sentence():
    assert found("pouring. ceiling") == []


def test_a_guard_takes_out_its_words_only():
    assert found("smell the gas bill") == []
    assert found("the gas bill, and a smell of gas") == [("gas", Level.LIFE)]


def test_unless_looks_at_the_sentence():
    assert found("paint pouring off the ceiling") == []
    assert found("paint is dry. water pouring off the ceiling") == [("flood", Level.URGENT)]


def test_with_and_without_look_at_the_message():
    assert found("its wet. help the baby") == [("flood", Level.LIFE)]
    assert found("its wet") == []
    assert found("wet baby. nappy") == []


@pytest.mark.parametrize("text", ["smel of gas", "smeell of gaz", "SMELLLLL of gas", "smells a bit like gas"])
def test_spelling_is_put_right(text):
    assert found(text) == [("gas", Level.LIFE)]


def test_a_real_word_is_no_misspelling():
    assert found("a spell of gas") == []


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("smell of gas", [Level.LIFE]),
        ("no smell of gas", []),
        ("if a smell of gas", []),
        ("sure if smell of gas", [Level.LIFE]),
        ("smell of gas last year", []),
        ("smell of gas last week", []),
        ("smell of gas last week and again", [Level.LIFE]),
        ("smell of gas gone now", [Level.UNSURE]),
        ("smell of gas, he said its gone now", [Level.LIFE]),
        ("smell of gas, he capped it", []),
        ("there was a smell of gas, thank him", [Level.UNSURE]),
    ],
)
def test_what_takes_a_report_back(text, levels):
    assert [level for _, level in found(text)] == levels


def test_a_kind_says_what_it_heeds():
    def heed_nothing(table):
        table["kinds"]["gas"]["heeds"] = []

    assert found("smell of gas last year", heed_nothing) == [("gas", Level.LIFE)]


def test_routine_is_heeded_where_asked_for():
    def heed_routine(table):
        table["kinds"]["flood"]["heeds"] = ["routine"]

    assert found("how much for water everywhere", heed_routine) == []


def test_an_unchecked_number_is_told():
    def use_it(table):
        table["kinds"]["gas"]["sms"]["later"] = ["Or ring {rumour}."]

    (one,) = parsed(use_it).unchecked()
    assert (one.where, one.number, one.life) == ("kinds.gas.sms.later[0]", "rumour", True)


def test_an_unused_unchecked_number_does_no_harm():
    assert parsed().unchecked() == []


def test_a_matter_of_life_may_have_its_own_text():
    def write_it(table):
        table["kinds"]["flood"]["life"] = {"sms": {"first": "Get out. Call {emergency}."}}

    emergencies = parsed(write_it)
    assert emergencies.advice("flood", "sms", Level.LIFE).first == "Get out. Call 999."
    assert emergencies.advice("flood", "sms", Level.URGENT).first == "Turn it off, or call 999."


def gas(**changes):
    return lambda table: table["kinds"]["gas"].update(changes)


def rule(**changes):
    return lambda table: table["kinds"]["gas"]["rules"][0].update(changes)


def sms(**changes):
    return lambda table: table["kinds"]["gas"]["sms"].update(changes)


@pytest.mark.parametrize(
    ("change", "place", "instead"),
    [
        (gas(level="grave"), "kinds.gas.level", "life, urgent, unsure"),
        (gas(paged="nobody"), "kinds.gas.paged", "duty or safeguarding"),
        (gas(label=""), "kinds.gas.label", "a short text"),
        (gas(heeds=["rumours"]), "kinds.gas.heeds", "if, past"),
        (gas(colour="red"), "kinds.gas", '"colour" is not known'),
        (gas(words="gassy"), "kinds.gas.words", "a list of texts"),
        (gas(guards=["(gas"]), "kinds.gas.guards[0]", "bracket is not closed"),
        (rule(patterns=["gas)"]), "kinds.gas.rules[0].patterns[0]", "write both brackets"),
        (rule(patterns=["{stink} gas"]), "kinds.gas.rules[0].patterns[0]", "there is no set"),
        (rule(patterns=["gas [a-z]+"]), "kinds.gas.rules[0].patterns[0]", "is not understood"),
        (rule(patterns=["a & b & c & d"]), "kinds.gas.rules[0].patterns[0]", "at most two &"),
        (rule(patterns=["(gas)?"]), "kinds.gas.rules[0].patterns[0]", "at least one word that must be there"),
        (rule(patterns=[]), "kinds.gas.rules[0]", "write at least one of patterns"),
        (rule(unless=["? gas"]), "kinds.gas.rules[0].unless[0]", "write it after a word"),
        (rule(unles=["gas"]), "kinds.gas.rules[0]", '"unles" is not known'),
        (sms(first="x" * 161 + " {emergency}"), "kinds.gas.sms.first", "at most 160 characters"),
        (sms(first="Leave \u2013 {emergency}"), "kinds.gas.sms.first", "plain characters"),
        (sms(first="Leave now."), "kinds.gas.sms.first", "write the number to call"),
        (sms(first="Call 999."), "kinds.gas.sms.first", "name of a number in [numbers]"),
        (sms(first="Call {mum}."), "kinds.gas.sms.first", 'there is no number "mum"'),
        (sms(first=""), "kinds.gas.sms.first", "write the first text"),
        (sms(secnd="More."), "kinds.gas.sms", "secnd is not known"),
        (lambda table: table["hedges"].pop("deny"), "hedges.deny", "write at least one phrase"),
        (lambda table: table["numbers"].update(oops={}), "numbers.oops", "date, source"),
        (lambda table: table.pop("household"), "household", "write household"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_place_and_what_to_write(change, place, instead):
    with pytest.raises(ValueError) as error:  # noqa: PT011
        parsed(change)
    assert place in str(error.value)
    assert instead in str(error.value)


# ------------------------------------------------------------------ the words below the patterns

SPELLING = Spelling(
    vocabulary=["gas", "boiler"],
    variants={"cant": ["can not", "cannot"], "smokealarm": ["smoke alarm"], "boiler": ["bowler"]},
    typos=["ceiling", "monoxide", "smell"],
    real=["spell"],
    glued=["smell", "of", "gas"],
)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("The bowler's broke", "the boiler broke"),
        ("I can't — can not — cannot", "i cant , cant , cant"),
        ("smoke-alarm", "smokealarm"),
        ("g.a.s and g a s", "gas and gas"),
        ("cieling celing ceeiling", "ceiling ceiling ceiling"),
        ("monocside", "monoxide"),
        ("spell", "spell"),
        ("smellofgas", "smell of gas"),
        ("gaaaas", "gas"),
        ("wait... what? no!", "wait , what . no ."),
        ("nwy, tân", "nwy , tan"),
        ("g\u200bas", "gas"),
        ("gаs", "gas"),  # noqa: RUF001
        ("ｇａｓ", "gas"),  # noqa: RUF001
        ("t'boiler", "tboiler"),
        ("🔥", "🔥"),
    ],
)
def test_a_text_becomes_plain_words(text, plain):
    assert SPELLING.plain(text) == f" . {plain} . "


def test_a_word_without_end_is_cut():
    assert len(SPELLING.plain("x" * 100_000)) < 100


def test_accents_and_case_are_folded_away():
    assert fold("CZUJĘ Gaz w Łodzi") == "czuje gaz w lodzi"


BOOK = Phrasebook({"smell": ["smell~", "whiff"]}, SPELLING)


@pytest.mark.parametrize(
    ("written", "text", "fits"),
    [
        ("smell~ gas", "smelling gas", True),
        ("smell gas", "smelling gas", False),
        ("smell .. gas", "smell of the gas", True),
        ("smell .. gas", "smell of all that gas", False),
        ("smell ... gas", "smell of all that awful gas", True),
        ("smell ... gas", "smell but gas", False),
        ("smell ... gas", "smell. gas", False),
        ("smell gas", "smell, gas", True),
        ("{smell} of? gas", "whiff gas", True),
        ("(bad|rotten) (smell|eggs)", "rotten eggs", True),
        ("^ gas $", "gas!", True),
        ("^ gas $", "the gas", False),
        ("gas & boiler & whiff", "whiff from the boiler, gas maybe", True),
        ("drip~", "dripping", True),
        ("smoke~", "smoking", True),
        ("carry~", "carried", True),
    ],
)
def test_a_phrase_fits(written, text, fits):
    phrase = BOOK.phrase(written)
    plain = SPELLING.plain(text)
    assert bool(phrase.pattern.search(plain)) is fits
    assert phrase.may_be_in(set(plain.split())) or not fits
