"""Forms are read and written as the standard library does."""

from urllib.parse import parse_qsl, quote_plus

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from connectors import form

#: what forms are made of, so that odd ones come up often
PARTS = st.sampled_from(
    [
        "&",
        "=",
        "%",
        "+",
        "%2",
        "%20",
        "%3d",
        "%C3",
        "%A9",
        "%F0%9F%92%A7",
        "%00",
        "a",
        "é",
        " ",
        ";",
        "\n",
        "\r",
        "_",
        "3D",
    ]
)


@given(st.lists(PARTS).map("".join) | st.text())
@example("a=1&&b&=2&a=3&c==&%41=+%2B")
def test_a_form_is_read_as_the_standard_library_reads_it(written):
    body = written.encode(errors="replace")
    assert form.read(body) == dict(parse_qsl(body.decode(), keep_blank_values=True))


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_a_text_is_written_as_the_standard_library_writes_it(text):
    assert form.quoted(text) == quote_plus(text)


@pytest.mark.parametrize("body", [b"\xff", b"a=\xc3", b"&" * 500, b"a=" + b"%" * 1000])
def test_a_form_that_is_not_utf_8_or_too_long_is_not_read(body):
    with pytest.raises(ValueError, match="utf-8|too many"):
        form.read(body)
