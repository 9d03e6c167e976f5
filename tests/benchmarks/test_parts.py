"""The parts of the benchmarks that can be wrong by themselves."""

import os
from random import Random

from benchmarks import cpu, texts
from benchmarks.canned import Canned
from benchmarks.ledger import quantile
from benchmarks.tenants import NUMBERS, Tenants
from benchmarks.texts import Kind
from benchmarks.wire import Frames

OF_EACH = 200


class Kept(Frames):
    def __init__(self) -> None:
        super().__init__()
        self.bodies: list[bytes] = []

    def framed(self, head: bytes, body: bytes) -> None:
        self.bodies.append(body)


def test_the_canned_engine_knows_every_text():
    dice = Random(3)
    for text in (texts.rent, texts.where, texts.since, texts.at_home, texts.fault, texts.never_mind):
        for _ in range(OF_EACH):
            one = text(dice)
            assert Canned().understand(one.words).topic == one.topic, one.words


def test_a_round_is_half_and_half_and_every_number_writes_once():
    tenants = Tenants(seed=1)
    tenants.between()
    posts = tenants.round()
    assert {post.number for post in posts} == set(NUMBERS)
    assert [post.text.kind for post in posts].count(Kind.RENT) == len(posts) / 2


def test_repairs_stand_at_different_questions_round_after_round():
    tenants = Tenants(seed=1)
    for _ in range(5):
        tenants.between()
        asked = {post.text.replies for post in tenants.round() if post.text.kind is Kind.REPAIR}
        assert len(asked) == len(texts.ANSWERS)


def test_messages_are_cut_wherever_the_network_cuts_them():
    whole = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nfirstHTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\nsecond"
    for at in range(len(whole)):
        kept = Kept()
        kept.data_received(whole[:at])
        kept.data_received(whole[at:])
        assert kept.bodies == [b"first", b"second"]


def test_processor_time_is_what_the_process_itself_counts():
    before = cpu.of_process(os.getpid())
    sum(range(2_000_000))
    spent = cpu.of_process(os.getpid()) - before
    assert 1_000_000 < spent < 10_000_000_000
    assert cpu.of_process(2**22 + 1) == 0


def test_a_quantile_is_one_of_the_values():
    assert quantile([3.0, 1.0, 2.0], 0.5) == 2.0
    assert quantile([3.0, 1.0, 2.0], 0.99) == 3.0
