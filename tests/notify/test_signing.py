"""Signatures, held against the vector of the specification's own libraries."""

from datetime import UTC, datetime

import pytest

from harvester.notify.signing import headers, key_of


def test_the_vector_of_the_specification():
    key = key_of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    at = datetime.fromtimestamp(1614265330, UTC)
    found = dict(headers(key, "p5jXN8AQM9LWM0D4loKWxJek", b'{"test": 2432232314}', at))
    assert found == {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }


BAD = {
    "no prefix": ("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_"),
    "no base64": ("whsec_?", "base64"),
    "too short": ("whsec_c2hvcnQ=", "5 bytes"),
}


@pytest.mark.parametrize(("secret", "words"), BAD.values(), ids=BAD)
def test_no_secret(secret, words):
    with pytest.raises(ValueError, match=words):
        key_of(secret)
