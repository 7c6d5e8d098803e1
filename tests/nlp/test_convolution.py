"""The four products give what the definition gives, whatever the length and the dilation."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.nlp.convolution import Convolution


def by_definition(rows, taps, bias, dilation):
    before, here, after = np.split(taps.astype(np.float64), 3, axis=1)
    padded = np.pad(rows, ((dilation, dilation), (0, 0)))
    count = len(rows)
    return padded[:count] @ before + rows @ here + padded[2 * dilation :][:count] @ after + bias


@given(st.integers(0, 40), st.integers(1, 9), st.integers(0, 2**32 - 1))
@settings(deadline=None)
def test_a_convolution_is_what_its_definition_says(count, dilation, seed):
    random = np.random.default_rng(seed)
    rows = random.normal(size=(count, 6)).astype(np.float32)
    taps = random.normal(size=(6, 3 * 4)).astype(np.float32)
    bias = random.normal(size=4).astype(np.float32)
    given_rows = rows.copy()
    output = Convolution(taps, bias, dilation)(rows)
    assert output.shape == (count, 4)
    assert output.dtype == np.float32
    np.testing.assert_allclose(output, by_definition(rows, taps, bias, dilation), atol=1e-4)
    np.testing.assert_array_equal(rows, given_rows)
