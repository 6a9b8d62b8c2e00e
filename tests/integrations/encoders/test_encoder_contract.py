"""What every TextEncoder promises, for the fake and for the real ones."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from tests.fakes.encoder import FakeEncoder

TEXTS = [
    "incident response",
    "I want to learn how to run a postmortem without blame.",
    "gardening",
    "incident response",
    "",
    "Übung macht den Meister — 日本語 🚀",
    "word " * 2000,
]


@pytest.fixture(params=["fake", "onnx", "reference"])
def encoder(request):
    return FakeEncoder() if request.param == "fake" else request.getfixturevalue(request.param)


def test_one_normalised_float32_row_per_text(encoder):
    vectors = encoder.encode(TEXTS)
    assert vectors.shape == (len(TEXTS), encoder.dimension)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)


def test_rows_are_in_the_order_given(encoder):
    forth = encoder.encode(TEXTS)
    back = encoder.encode(TEXTS[::-1])
    assert ((forth * back[::-1]).sum(axis=1) > 0.98).all()
    np.testing.assert_array_equal(forth[0], forth[3])


def test_no_texts_make_an_empty_matrix(encoder):
    assert encoder.encode([]).shape == (0, encoder.dimension)


def test_shared_words_mean_nearness(encoder):
    wanted, near, far = encoder.encode(
        ["leading an incident response", "incident response", "gardening"]
    )
    assert wanted @ near > wanted @ far + 0.2


def test_many_threads_get_what_one_gets(encoder):
    alone = encoder.encode(TEXTS[:4])
    with ThreadPoolExecutor(8) as pool:
        for vectors in pool.map(encoder.encode, [TEXTS[:4]] * 16):
            assert ((vectors * alone).sum(axis=1) > 0.98).all()


def test_ids_differ_by_precision(onnx, reference):
    assert len({FakeEncoder().model, onnx.model, reference.model}) == 3
