"""Signatures in both directions: what Twilio's library signs is believed, and nothing else that it would not believe."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from twilio.request_validator import RequestValidator

from connectors.base import Forged, Hook
from connectors.twilio.channel import MOST_POSTED, Setting
from connectors.twilio.signature import SETTINGS, SIGNATURE, Signatures
from tests.connectors.examples.sms import TEXT, sms
from tests.connectors.examples.twilio import SHARED_KEY, TOKEN, signed, signed_by_key
from tests.connectors.provider import Provider

PUBLIC = "https://homes.example.org"
PATH = "/hooks/sms/status?reply=r-1"
ALGORITHMS = ["", "HMAC_SHA1", "HMAC_SHA256", "hmac_sha256", "HMAC_SHA512", "none"]


def believed(signatures, headers, fields):
    try:
        signatures.prove(Hook(b"", headers, PATH), fields)
    except Forged:
        return False
    return True


@given(
    fields=st.dictionaries(st.text("AbÉ%+& ", max_size=3), st.text("AbÉ%+& ", max_size=5), max_size=4),
    key=st.sampled_from([TOKEN, SHARED_KEY, "somebody else's"]),
    by=st.sampled_from(["HMAC_SHA1", "HMAC_SHA256"]),
    stated=st.none() | st.sampled_from(ALGORITHMS),
    port=st.sampled_from(["", ":443", ":80"]),
)
def test_what_twilios_validator_believes_is_believed_and_nothing_else(fields, key, by, stated, port):
    signature = RequestValidator(key).compute_signature(PUBLIC + port + PATH, fields, by)
    settings = {} if stated is None else {SETTINGS: f"key=k1,algorithm={stated}" if stated else "key=k1"}
    expected = RequestValidator(SHARED_KEY if settings else TOKEN).validate(
        PUBLIC + PATH, fields, signature, stated or "HMAC_SHA1"
    )
    assert believed(Signatures(PUBLIC, TOKEN, SHARED_KEY), {SIGNATURE: signature, **settings}, fields) == expected


@pytest.mark.parametrize("algorithm", ["HMAC_SHA1", "HMAC_SHA256"])
def test_where_no_shared_key_is_set_what_it_signs_is_refused_with_what_to_set(algorithm):
    connector = sms(None, Provider(), Setting())
    with pytest.raises(Forged, match="shared_key"):
        connector.parse(signed_by_key("/hooks/sms", TEXT, algorithm=algorithm))


def test_an_empty_key_signs_nothing():
    connector = sms(None, Provider(), Setting())
    with pytest.raises(Forged):
        connector.parse(signed_by_key("/hooks/sms", TEXT, key=""))


def test_what_the_token_signs_is_genuine_beside_a_shared_key():
    [inbound] = sms(None, Provider()).parse(signed("/hooks/sms", TEXT))
    assert inbound.text == TEXT["Body"]


def test_what_is_longer_than_twilio_posts_is_refused_unread():
    hook = signed("/hooks/sms", {**TEXT, "Body": "%" * MOST_POSTED})
    with pytest.raises(Forged, match="longer"):
        sms(None, Provider()).parse(hook)


def test_the_longest_message_is_read_however_it_is_escaped():
    body = "🏠" * 4096
    [inbound] = sms(None, Provider()).parse(signed("/hooks/sms", {**TEXT, "Body": body}))
    assert inbound.text == body
