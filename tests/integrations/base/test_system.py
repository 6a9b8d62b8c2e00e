from datetime import UTC, datetime

from integrations.base.system import SystemClock, SystemEntropy


def test_the_clock_is_aware_and_in_utc():
    before = datetime.now(UTC)
    assert before <= SystemClock().now() <= datetime.now(UTC)


def test_tokens_carry_256_bits_and_are_safe_everywhere():
    entropy = SystemEntropy()
    tokens = {entropy.token() for _ in range(100)}
    assert len(tokens) == 100
    assert all(len(token) == 43 for token in tokens)
    assert all(token.replace("-", "").replace("_", "").isalnum() for token in tokens)
    assert entropy.uuid() != entropy.uuid()
