"""Who can take an enquiry, and who of them is best placed."""

from dataclasses import replace
from datetime import timedelta

import pytest

from model.colleague import Presence, Role
from model.enquiry import Priority
from router.candidates import Past
from tests.router.people import NOW, PRIYA, RULES, SAM, SUE, because, colleague, decided, waiting

EMERGENCY = Priority.EMERGENCY
FULL = {PRIYA.id: 4}


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"teams": frozenset({"income"})}, "is not in the repairs team"),
        ({"skills": {"rent": 3}}, "lacks the skill repairs"),
        ({"skills": {"repairs": 0}}, "lacks the skill repairs"),
        ({"presence": Presence.BUSY}, "is busy"),
        ({"presence": Presence.AWAY}, "is away"),
        ({"presence": Presence.OFF}, "is off"),
        ({"capacity": 0}, "has no room: carries 0 of 0"),
    ],
)
def test_nobody_is_offered_what_they_cannot_take(changes, reason):
    decision = decided(waiting(), replace(PRIYA, **changes))
    assert decision.chosen is None
    assert because(decision) == {"Priya Shah": reason}


@pytest.mark.parametrize(
    ("outcome", "reason"),
    [
        ("declined", "declined it before"),
        ("lapsed", "let it lapse before"),
        ("released", "put it back before"),
    ],
)
def test_whoever_refused_it_before_is_not_asked_again(outcome, reason):
    decision = decided(waiting(), PRIYA, past=Past({PRIYA.id: outcome}))
    assert decision.chosen is None
    assert because(decision) == {"Priya Shah": reason}


def test_not_even_in_an_emergency():
    assert decided(waiting(priority=EMERGENCY), PRIYA, past=Past({PRIYA.id: "declined"})).chosen is None


def test_a_web_chat_needs_more_room_than_a_text():
    assert decided(waiting(channel="sms"), PRIYA, loads={PRIYA.id: 3}).chosen == PRIYA
    assert decided(waiting(channel="webchat"), PRIYA, loads={PRIYA.id: 3}).chosen is None


def test_a_channel_without_a_weight_costs_one():
    assert decided(waiting(channel="fax"), PRIYA, loads={PRIYA.id: 3}).chosen == PRIYA


def test_an_emergency_ignores_capacity():
    assert decided(waiting(priority=EMERGENCY), PRIYA, loads=FULL).chosen == PRIYA


@pytest.mark.parametrize("presence", [Presence.BUSY, Presence.AWAY])
def test_an_emergency_interrupts_whoever_is_not_off(presence):
    assert decided(waiting(priority=EMERGENCY), replace(PRIYA, presence=presence)).chosen is not None


def test_an_emergency_does_not_reach_whoever_is_off():
    assert decided(waiting(priority=EMERGENCY), replace(PRIYA, presence=Presence.OFF)).chosen is None


def test_an_emergency_goes_to_somebody_available_before_somebody_busy():
    assert decided(waiting(priority=EMERGENCY), replace(PRIYA, presence=Presence.BUSY), SAM, loads={2: 9}).chosen == SAM


def test_an_emergency_goes_to_a_supervisor_who_is_there_before_a_colleague_who_is_away():
    assert decided(waiting(priority=EMERGENCY), replace(PRIYA, presence=Presence.AWAY), SUE).chosen == SUE


@pytest.mark.parametrize("role", [Role.COLLEAGUE, Role.SENIOR, Role.SUPERVISOR, Role.ADMINISTRATOR])
def test_what_is_restricted_goes_only_to_the_roles_that_may_see_it(role):
    what = waiting(topic="safeguarding", restricted=True)
    decision = decided(what, replace(PRIYA, roles=frozenset({role})))
    assert decision.chosen is None
    assert because(decision) == {"Priya Shah": "may not see it"}
    trusted = replace(PRIYA, roles=frozenset({role, Role.SAFEGUARDING}))
    assert decided(what, trusted).chosen == trusted


def test_what_is_restricted_stays_so_when_its_topic_is_no_longer_configured():
    assert decided(waiting(topic="gone", restricted=True), PRIYA).chosen is None


def test_whoever_dealt_with_the_person_last_comes_first():
    expert = replace(SAM, skills={"repairs": 3})
    decision = decided(waiting(), PRIYA, expert, loads={1: 2}, past=Past(familiar=PRIYA.id))
    assert decision.chosen == PRIYA
    assert decision.why == "dealt with this person last"


@pytest.mark.parametrize("changes", [{"presence": Presence.BUSY}, {"capacity": 0}])
def test_but_only_if_they_are_free(changes):
    for priority in (Priority.NORMAL, EMERGENCY):
        what = waiting(priority=priority)
        assert decided(what, replace(PRIYA, **changes), SAM, past=Past(familiar=PRIYA.id)).chosen == SAM


def test_the_better_skilled_comes_before_the_less_loaded():
    expert = replace(SAM, skills={"repairs": 3})
    assert decided(waiting(), PRIYA, expert, loads={SAM.id: 3}).chosen == expert


def test_skill_is_the_weakest_of_those_required():
    one_sided = replace(PRIYA, skills={"repairs": 3, "gas": 1})
    even = replace(SAM, skills={"repairs": 2, "gas": 2})
    assert decided(waiting(skills=frozenset({"repairs", "gas"})), one_sided, even).chosen == even


def test_the_language_counts_for_more_than_the_level_of_a_skill():
    speaker = replace(PRIYA, skills={"repairs": 1}, languages=frozenset({"en", "pl"}))
    expert = replace(SAM, skills={"repairs": 3})
    assert decided(waiting(language="pl"), speaker, expert).chosen == speaker


def test_a_language_that_nobody_speaks_keeps_nobody_from_it():
    assert decided(waiting(language="cy"), PRIYA).chosen == PRIYA


def test_load_is_measured_against_capacity():
    roomy = replace(SAM, capacity=10)
    assert decided(waiting(), PRIYA, roomy, loads={PRIYA.id: 1, SAM.id: 2}).chosen == roomy


def test_the_longest_idle_of_equals_comes_first():
    rested = replace(SAM, idle_since=NOW - timedelta(hours=2))
    working = replace(PRIYA, idle_since=NOW - timedelta(minutes=2))
    assert decided(waiting(), working, rested).chosen == rested


def test_the_score_is_the_sum_of_its_parts():
    decision = decided(waiting(), replace(PRIYA, idle_since=NOW - timedelta(hours=3)), loads={PRIYA.id: 1})
    assert decision.reasons["candidates"] == [
        {
            "name": "Priya Shah",
            "score": 1474.25,
            "parts": {"presence": 0, "familiar": 0, "language": 1000, "skill": 400, "room": 74, "idle": 0.25},
        }
    ]


def test_the_overflow_team_may_take_it_once_it_has_waited():
    helper = colleague(3, "Cal Customer", teams=frozenset({"customer"}))
    early, late = waiting(minutes=19), waiting(minutes=20)
    assert because(decided(early, replace(PRIYA, capacity=0), helper))["Cal Customer"] == (
        "may take it once it has waited longer"
    )
    assert decided(late, replace(PRIYA, capacity=0), helper).chosen == helper
    assert decided(late, PRIYA, helper).chosen == PRIYA


def test_the_overflow_team_needs_the_skill_too():
    helper = colleague(3, "Cal Customer", teams=frozenset({"customer"}), skills={})
    assert decided(waiting(minutes=60), replace(PRIYA, capacity=0), helper).chosen is None


def test_the_overflow_team_is_asked_at_once_where_nobody_of_the_team_ever_can():
    helper = colleague(3, "Cal Customer", teams=frozenset({"customer"}))
    assert decided(waiting(minutes=1), replace(PRIYA, skills={}), helper).chosen == helper
    assert decided(waiting(minutes=1), PRIYA, helper, past=Past({PRIYA.id: "declined"})).chosen == helper


def test_a_supervisor_is_asked_only_where_nobody_else_ever_can():
    nobody_now = decided(waiting(), replace(PRIYA, presence=Presence.OFF), SUE)
    assert nobody_now.chosen is None
    assert because(nobody_now)["Sue Supervisor"] == "is asked where nobody else ever can"
    nobody_ever = decided(waiting(), replace(PRIYA, skills={}), SUE)
    assert nobody_ever.chosen == SUE
    assert nobody_ever.why == "best placed of 1, asked as a supervisor"


def test_a_supervisor_is_asked_once_all_others_refused():
    assert decided(waiting(), PRIYA, SUE, past=Past({PRIYA.id: "lapsed"})).chosen == SUE


def test_what_nobody_can_ever_take_is_hopeless():
    assert decided(waiting(), replace(PRIYA, skills={})).hopeless
    assert decided(waiting(), PRIYA, SUE, past=Past({PRIYA.id: "declined", SUE.id: "declined"})).hopeless
    assert not decided(waiting(), replace(PRIYA, presence=Presence.OFF)).hopeless


def test_rules_without_overflow_ask_no_other_team():
    helper = colleague(3, teams=frozenset({"customer"}))
    rules = replace(RULES, overflow={})
    assert decided(waiting(minutes=600), helper, rules=rules).chosen is None
