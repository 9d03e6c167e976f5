"""How facts are compared: the same work whatever is wrong, and people's ways of writing."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from housing.matching import candidate, fitting, plain_postcode, plain_reference
from housing.reference import is_reference, with_check_digit
from model.housing import Facts

BORN = date(1984, 3, 12)


class Watched(tuple):
    """A candidate's facts that count how often one of them is looked at."""

    looks = 0

    def __getitem__(self, place):
        Watched.looks += 1
        return super().__getitem__(place)


@pytest.fixture
def everybody():
    Watched.looks = 0
    found = [candidate(f"{number:07}", f"19{number:02}-03-12", "SY99 1AB") for number in range(100)]
    return [replace(one, facts=Watched(one.facts)) for one in found]


@pytest.mark.parametrize(
    ("facts", "among"),
    [
        (Facts(reference="0000084", born=BORN, postcode="SY99 1AB"), None),
        (Facts(reference="0000084", born=BORN, postcode="SY99 1AB"), []),
        (Facts(reference="9999999", born=BORN, postcode="SY99 1AB"), None),
        (Facts(reference="0000084", born=date(1900, 1, 1), postcode="SY99 1AB"), ["0000084"]),
        (Facts(reference="0000000", postcode="ZZ99 1AB"), None),
    ],
)
def test_every_fact_of_everybody_is_looked_at_whatever_is_wrong(everybody, facts, among):
    fitting(facts, everybody, among)
    assert Watched.looks == 300


def test_two_that_fit_are_as_good_as_none():
    twins = [candidate("1234567", "1984-03-12", "SY99 1AB"), candidate("7654321", "1984-03-12", "SY99 1AB")]
    facts = Facts(born=BORN, postcode="SY99 1AB")
    assert fitting(facts, twins, None) == ["1234567", "7654321"]
    assert fitting(facts, twins, ["7654321"]) == ["7654321"]


def test_two_holders_of_one_tenancy_are_one_match():
    couple = [candidate("1234567", "1984-03-12", "SY99 1AB"), candidate("1234567", "1985-03-12", "SY99 1AB")]
    assert fitting(Facts(reference="1234567", postcode="SY99 1AB"), couple, None) == ["1234567"]


@settings(max_examples=40)
@given(st.none() | st.text(max_size=12), st.none() | st.dates(), st.none() | st.text(max_size=12))
def test_whatever_is_offered_gets_an_answer(reference, born, postcode):
    facts = Facts(reference, born, postcode)
    assert fitting(facts, [candidate("1234567", "1984-03-12", "SY99 1AB")], None) in ([], ["1234567"])


@pytest.mark.parametrize("text", ["sy99 1ab", "SY991AB", " Sy99-1aB.", "SY99 IAB", "sy99 lab", "(SY99 1AB)"])
def test_a_postcode_is_read_as_people_write_it(text):
    assert plain_postcode(text) == b"SY991AB"


@pytest.mark.parametrize("text", ["SY99 0AB", "SY99 OAB"])
def test_a_nought_in_a_postcode_may_be_a_letter(text):
    assert plain_postcode(text) == b"SY990AB"


@pytest.mark.parametrize(
    "text", ["1203450", "12 03 45 0", "ref: 1203450", "T1203450", "12O345O", "No 1203450", "NO.1203450"]
)
def test_a_reference_is_read_as_people_write_it(text):
    assert plain_reference(text) == b"1203450"


@given(st.integers(min_value=0, max_value=999_999), st.integers(min_value=0, max_value=6), st.integers(1, 9))
def test_one_wrong_digit_never_makes_another_reference(body, place, by):
    reference = with_check_digit(body)
    if reference is not None:
        wrong = str((int(reference[place]) + by) % 10)
        assert is_reference(reference)
        assert not is_reference(reference[:place] + wrong + reference[place + 1 :])


@given(st.integers(min_value=0, max_value=999_999), st.integers(min_value=0, max_value=5))
def test_two_swapped_digits_never_make_another_reference(body, place):
    reference = with_check_digit(body)
    if reference is not None and reference[place] != reference[place + 1]:
        swapped = reference[:place] + reference[place + 1] + reference[place] + reference[place + 2 :]
        assert not is_reference(swapped)


@pytest.mark.parametrize("text", ["", "123456", "12345678", "abcdefg", "１２３４５６７"])
def test_what_is_not_seven_digits_is_no_reference(text):
    assert not is_reference(text)
