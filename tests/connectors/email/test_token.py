"""Which thread a mail belongs to: our signature says so, and nothing else that a stranger can write."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from connectors.email.token import Tokens
from model.ids import public_id
from tests.connectors.email.mails import ACCOUNT, OURS, STRANGERS, THREAD, TOKENS, mail, read


def test_an_answer_to_our_address_belongs_to_its_thread():
    assert read(mail(To=TOKENS.answer_to(THREAD))).threading.thread == THREAD


def test_a_copy_to_our_address_does_as_well():
    assert read(mail(To="a@example.com", Cc=f"Homes <{TOKENS.answer_to(THREAD)}>")).threading.thread == THREAD


def test_what_the_server_says_it_was_delivered_to_counts():
    assert read(mail(To="hidden@example.com", Delivered_To=TOKENS.answer_to(THREAD))).threading.thread == THREAD


def test_an_answer_to_our_mail_belongs_to_its_thread_whatever_address_it_goes_to():
    assert read(mail(In_Reply_To=OURS)).threading.thread == THREAD
    assert read(mail(References=f"<a@example.org> {OURS} <b@example.org>")).threading.thread == THREAD


def test_capital_letters_change_nothing():
    assert read(mail(To=TOKENS.answer_to(THREAD).upper())).threading.thread == THREAD


def test_a_forged_token_names_no_thread():
    assert read(mail(To=STRANGERS.answer_to(THREAD))).threading.thread == ""
    assert read(mail(In_Reply_To=STRANGERS.message_id("reply-1", THREAD))).threading.thread == ""


def test_a_token_at_another_address_names_no_thread():
    local = TOKENS.answer_to(THREAD).partition("@")[0]
    assert TOKENS.thread_of([f"{local}@example.com"], []) == ""


def test_a_changed_token_names_no_thread():
    address = TOKENS.answer_to(THREAD)
    for at in range(address.index("+") + 1, address.index("@")):
        changed = address[:at] + ("a" if address[at] != "a" else "b") + address[at + 1 :]
        assert TOKENS.thread_of([changed], []) == ""


def test_the_same_subject_is_no_thread():
    found = read(mail(Subject="Re: Dripping tap")).threading
    assert (found.thread, found.answers, found.subject) == ("", (), "Dripping tap")


def test_the_nearest_mail_that_is_answered_comes_first():
    found = read(mail(In_Reply_To="<3@example.org>", References="<1@example.org> <2@example.org> <3@example.org>"))
    assert found.threading.answers == ("<3@example.org>", "<2@example.org>", "<1@example.org>")


def test_only_we_know_which_reply_our_message_id_names():
    assert TOKENS.reply_of(OURS) == "reply-1"
    assert TOKENS.reply_of(STRANGERS.message_id("reply-1", THREAD)) == ""
    assert TOKENS.reply_of(OURS.replace("reply-1", "reply-2")) == ""


@given(st.builds(public_id))
def test_every_thread_finds_its_way_back_in_an_address_that_fits(thread):
    address = TOKENS.answer_to(thread)
    assert TOKENS.thread_of([address], []) == thread
    assert len(address.partition("@")[0]) <= 64


@given(st.text(max_size=60))
def test_a_thread_of_another_kind_goes_without_a_token(thread):
    assert TOKENS.thread_of([TOKENS.answer_to(thread)], []) in ("", thread)


def test_an_address_without_room_goes_without_a_token():
    long = replace(ACCOUNT, address="tenants-and-leaseholders@homes.example.org")
    assert Tokens(long).answer_to(THREAD) == long.address
