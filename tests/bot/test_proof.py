"""The facts with which people show who they are, as they write them; and struck out of what is kept."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.proof import code_in, facts_in, masked

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    "written",
    [
        "12/03/1984", "12.3.84", "12-03-1984", "12 03 1984", "12 3 84", "1984-03-12", "12 march 1984", "12th March 1984",
        "12th of march 84", "march 12 1984", "Mar 12th, 1984", "12 mar 84", "dob 12/3/84 thanks", "its 12/03/1984.",
        "12031984",
    ],
)  # fmt: skip
def test_a_date_of_birth_as_people_write_it(written):
    assert facts_in(written, TODAY).born == date(1984, 3, 12)


@pytest.mark.parametrize("written", ["HR99 7TD", "hr997td", "hr99-7td", "my postcode is Hr99 7td ta"])
def test_a_postcode_as_people_write_it(written):
    assert facts_in(written, TODAY).postcode == "HR99 7TD"


def test_a_reference_is_seven_figures():
    assert facts_in("ref 5091985", TODAY).reference == "5091985"


def test_two_figures_of_a_year_are_of_the_last_century_where_they_must_be():
    assert facts_in("4/7/51", TODAY).born == date(1951, 7, 4)


@pytest.mark.parametrize("written", ["31/02/1984", "99/99/9999", "hello", "", "12/2026", "tomorrow", "2/3"])
def test_what_is_no_date_of_birth_is_none(written):
    assert facts_in(written, TODAY).born is None


@pytest.mark.parametrize("written", ["123456", "123 456", "its 123456", "123-456 thanks"])
def test_a_code_is_six_figures(written):
    assert code_in(written) == "123456"


@pytest.mark.parametrize("written", ["12345", "1234567", "hello"])
def test_anything_else_is_no_code(written):
    assert code_in(written) is None


@pytest.mark.parametrize("secret", ["12/03/1984", "12th march 1984", "HR99 7TD", "5091985", "123456", "12031984"])
def test_a_secret_never_stands_in_what_is_kept(secret):
    assert secret not in masked(f"here it is {secret} ok")


@given(st.text(max_size=200))
def test_any_text_is_read_without_complaint(text):
    facts_in(text, TODAY)
    code_in(text)
    masked(text)
