"""Spans asked about spans."""

from hypothesis import given
from hypothesis import strategies as st

from pipeline.evaluation.matching import Spans

span = st.tuples(st.integers(0, 20), st.integers(1, 6)).map(lambda pair: (pair[0], pair[0] + pair[1]))


@given(st.lists(span, max_size=10), span)
def test_spans_answer_as_a_look_at_each_would(spans, asked):
    start, end = asked
    found = Spans(spans)
    assert found.hold(start, end) == any(s <= start and end <= e for s, e in spans)
    assert found.touch(start, end) == any(s < end and start < e for s, e in spans)
    assert found.outermost() == {
        (s, e) for s, e in spans if not any(a <= s and e <= b and (a, b) != (s, e) for a, b in spans)
    }
