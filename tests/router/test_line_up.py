"""Who is next, and what must hold of every decision whatever the morning brings."""

import json
import random
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from model.colleague import Colleague, Presence, Role
from model.enquiry import Priority
from model.understanding import Level
from router.candidates import Past
from router.line_up import Match, in_line, matches, promising
from router.requirements import Waiting
from tests.router.people import NOW, PRIYA, RULES, SAM, SUE, colleague, decided, waiting

DUE = NOW + timedelta(minutes=30)
NOTHING = Past()
FEWER = settings(max_examples=50, deadline=None)

teams = st.frozensets(st.sampled_from(["repairs", "income", "customer", "safeguarding"]), min_size=1, max_size=2)
skills = st.sampled_from(["repairs", "rent", "safeguarding"])
colleagues = st.builds(
    lambda id, load, **given: (colleague(id, **given), load),
    id=st.integers(1, 10_000),
    load=st.integers(0, 5),
    teams=teams,
    skills=st.dictionaries(skills, st.integers(1, 3), max_size=3),
    roles=st.frozensets(st.sampled_from([Role.COLLEAGUE, Role.SUPERVISOR, Role.SAFEGUARDING]), min_size=1),
    languages=st.sampled_from([frozenset({"en"}), frozenset({"en", "pl"})]),
    capacity=st.integers(0, 6),
    presence=st.sampled_from(Presence),
    idle_since=st.sampled_from([None, NOW - timedelta(hours=1), NOW - timedelta(minutes=5)]),
)
staffs = st.lists(colleagues, max_size=8, unique_by=lambda placed: placed[0].id)
enquiries = st.builds(
    waiting,
    enquiry=st.integers(1, 10_000),
    minutes=st.integers(0, 40),
    team=st.sampled_from(["repairs", "income", "customer", "safeguarding"]),
    topic=st.sampled_from(["repair_report", "safeguarding"]),
    channel=st.sampled_from(["sms", "webchat"]),
    priority=st.sampled_from(Priority),
    skills=st.frozensets(skills, max_size=2),
    language=st.sampled_from(["en", "pl"]),
    due=st.sampled_from([None, DUE, DUE + timedelta(hours=1)]),
    tried=st.booleans(),
)
lines = st.lists(enquiries, max_size=12, unique_by=lambda one: one.enquiry)


@st.composite
def pasts(draw: st.DrawFn, line: list[Waiting], staff: list[tuple[Colleague, int]]) -> dict[int, Past]:
    """What happened before to those of the line that were tried."""
    ids = [placed.id for placed, _ in staff]
    past = st.builds(
        Past,
        refused=st.dictionaries(st.sampled_from(ids), st.sampled_from(["declined", "lapsed", "released"])),
        familiar=st.sampled_from([None, *ids]),
    )
    return {one.enquiry: draw(past) for one in line if one.tried and ids}


@st.composite
def mornings(draw: st.DrawFn) -> tuple[list[Waiting], list[tuple[Colleague, int]], dict[int, Past]]:
    line, staff = draw(lines), draw(staffs)
    return line, staff, draw(pasts(line, staff))


def lined_up(line: Iterable[Waiting], staff: Iterable[tuple[Colleague, int]], past: dict[int, Past]) -> list[Match]:
    return list(matches(in_line(line), staff, RULES, lambda one: past.get(one.enquiry, NOTHING), NOW))


def fits(who: Colleague, what: Waiting) -> bool:
    return what.team in who.teams and what.skills <= who.skills.keys()


@FEWER
@given(mornings())
def test_nothing_goes_to_the_unskilled_but_what_a_supervisor_must_look_after(morning):
    for match in lined_up(*morning):
        chosen = match.decision.chosen
        if chosen and not match.waiting.skills <= chosen.skills.keys():
            assert Role.SUPERVISOR in chosen.roles


@FEWER
@given(mornings())
def test_nothing_restricted_goes_to_whoever_may_not_see_it(morning):
    for match in lined_up(*morning):
        if match.decision.chosen and match.waiting.topic == "safeguarding":
            assert Role.SAFEGUARDING in match.decision.chosen.roles


@FEWER
@given(mornings())
def test_nothing_but_an_emergency_goes_to_the_full_or_the_absent(morning):
    carried = {who.id: load for who, load in morning[1]}
    for match in lined_up(*morning):
        chosen = match.decision.chosen
        if chosen is None:
            continue
        carried[chosen.id] += match.weight
        assert chosen.presence is not Presence.OFF
        if not match.waiting.emergency:
            assert chosen.presence is Presence.AVAILABLE
            assert carried[chosen.id] <= chosen.capacity


@FEWER
@given(mornings())
def test_nothing_goes_twice_to_one_who_refused_it(morning):
    for match in lined_up(*morning):
        past = morning[2].get(match.waiting.enquiry, NOTHING)
        assert match.decision.chosen is None or match.decision.chosen.id not in past.refused


@FEWER
@given(mornings())
def test_nothing_is_left_that_somebody_of_its_team_could_take(morning):
    line, staff, pasts = morning
    found = {match.waiting.enquiry: match for match in lined_up(*morning)}
    carried = {who.id: load for who, load in staff}
    for match in found.values():
        if match.decision.chosen:
            carried[match.decision.chosen.id] += match.weight
    for one in line:
        if one.enquiry in found:
            continue
        refused = pasts.get(one.enquiry, NOTHING).refused
        for who, _ in staff:
            free = who.presence is Presence.AVAILABLE and who.capacity - carried[who.id] >= RULES.weights[one.channel]
            may_see = one.topic != "safeguarding" or Role.SAFEGUARDING in who.roles
            assert not (free and may_see and fits(who, one) and who.id not in refused)


@FEWER
@given(mornings(), st.randoms(use_true_random=False))
def test_the_decisions_do_not_depend_on_the_order_of_what_is_read(morning, chance: random.Random):
    line, staff, past = morning
    assert lined_up(chance.sample(line, len(line)), chance.sample(staff, len(staff)), past) == lined_up(*morning)


@FEWER
@given(mornings())
def test_a_later_part_of_the_score_never_outweighs_an_earlier_one(morning):
    for match in lined_up(*morning):
        ranked = [tuple(one["parts"].values()) for one in match.decision.reasons["candidates"]]
        assert ranked == sorted(ranked, reverse=True)


@FEWER
@given(mornings())
def test_the_reasons_are_plain_data(morning):
    for match in lined_up(*morning):
        assert json.loads(json.dumps(match.decision.reasons)) == match.decision.reasons


@FEWER
@given(mornings())
def test_everybody_is_named_once_in_the_reasons(morning):
    for match in lined_up(*morning):
        reasons = match.decision.reasons
        named = [one["name"] for one in reasons["candidates"] + reasons["excluded"]]
        assert len(named) == len(set(named))


@FEWER
@given(mornings())
def test_leaving_out_what_is_not_promising_changes_nothing(morning):
    line, staff, past = morning
    kinds: dict[tuple[object, ...], Waiting] = {}
    for one in sorted(line, key=lambda one: one.waiting_since, reverse=True):
        kinds[kind(one)] = one
    worth_reading = promising(kinds, staff, RULES, NOW)
    assert lined_up([one for one in line if kind(one) in worth_reading], staff, past) == lined_up(*morning)


def kind(one: Waiting) -> tuple[object, ...]:
    return one.team, one.topic, one.skills, one.restricted, one.channel, one.emergency, one.tried


def test_the_line_is_sorted_by_danger_then_band_then_due_then_age():
    in_order = [
        waiting(1, minutes=1, priority=Priority.EMERGENCY, level=Level.LIFE),
        waiting(2, minutes=9, priority=Priority.EMERGENCY, level=Level.URGENT, due=NOW),
        waiting(3, minutes=9, priority=Priority.EMERGENCY),
        waiting(4, minutes=1, priority=Priority.HIGH),
        waiting(5, minutes=1, due=DUE),
        waiting(6, minutes=9, due=DUE + timedelta(seconds=1)),
        waiting(7, minutes=9),
        waiting(8, minutes=8),
        waiting(9, minutes=90, priority=Priority.LOW),
    ]
    assert in_line(reversed(in_order)) == in_order


def test_what_is_first_in_line_gets_the_last_free_place():
    staff = [(PRIYA, 3)]
    line = [waiting(1, due=DUE + timedelta(hours=1)), waiting(2, due=DUE)]
    assert [match.waiting.enquiry for match in lined_up(line, staff, {})] == [2]


def test_work_is_spread_over_those_who_are_free():
    line = [waiting(number) for number in range(1, 5)]
    chosen = [match.decision.chosen for match in lined_up(line, [(PRIYA, 0), (SAM, 0)], {})]
    assert chosen == [PRIYA, SAM, PRIYA, SAM]


def test_what_nobody_can_take_now_does_not_hold_up_what_somebody_can():
    rent = waiting(1, minutes=500, team="income", skills=frozenset({"rent"}))
    clerk = colleague(5, teams=frozenset({"income"}), skills={"rent": 1}, presence=Presence.OFF)
    found = lined_up([rent, waiting(2)], [(clerk, 0), (PRIYA, 0)], {})
    assert [match.waiting.enquiry for match in found] == [2]


def test_what_nobody_can_ever_take_is_named():
    found = lined_up([waiting(1, skills=frozenset({"drains"}))], [(PRIYA, 0)], {})
    assert [(match.decision.chosen, match.decision.hopeless) for match in found] == [(None, True)]


def test_the_past_is_not_asked_for_what_cannot_go_to_anybody():
    asked: list[int] = []

    def past(one: Waiting) -> Past:
        asked.append(one.enquiry)
        return NOTHING

    busy = replace(SAM, teams=frozenset({"income"}))
    line = [waiting(number) for number in range(100)]
    list(matches(line, [(replace(PRIYA, presence=Presence.OFF), 0), (busy, 0)], RULES, past, NOW))
    assert asked == [0]


def test_reasons_name_only_the_closest_of_a_large_staff():
    crowd = [colleague(number, teams=frozenset({"income"})) for number in range(1000, 1100)]
    decision = decided(waiting(), replace(PRIYA, skills={}), SUE, *crowd)
    assert decision.chosen == SUE
    assert decision.reasons["excluded"][0] == {"name": "Priya Shah", "because": "lacks the skill repairs"}
    assert len(decision.reasons["excluded"]) == 30
