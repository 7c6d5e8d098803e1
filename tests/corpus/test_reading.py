import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.corpus import Release, SetAside, find_sources, read_source
from tests.corpus.reading import outcomes

PIECES = st.sampled_from(
    [
        b"text",
        b";",
        b",",
        b"\n",
        b"\r",
        b'"',
        b"{",
        b"}",
        b'"text": "a"',
        b"<p>",
        b"</p>",
        b"<html>",
        b"<!--",
        b"\\u",
        b"\xcf",
    ]
)


@pytest.mark.parametrize("suffix", [".txt", ".html", ".csv", ".jsonl"])
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.binary(max_size=200) | st.lists(PIECES, max_size=30).map(b"".join))
def test_no_file_stops_a_run(tmp_path, suffix, data):
    found = outcomes(tmp_path, f"any{suffix}", data)
    assert found
    for outcome in found:
        if isinstance(outcome, SetAside):
            assert outcome.reason.startswith(f"any{suffix}")
            assert outcome.reason.isprintable()
        else:
            outcome.text.encode()
            assert outcome.text.strip()


def test_order_of_files_does_not_matter(tmp_path):
    for n in range(9):
        (tmp_path / f"{n}.txt").write_text(f"Заголовок {n}\nТекст {n}.")
    (tmp_path / "bad.txt").write_bytes(b"%PDF-")
    sources = find_sources([tmp_path])
    straight = [outcome for source in sources for outcome in read_source(source)]
    random.shuffle(sources)
    shuffled = [outcome for source in sources for outcome in read_source(source)]
    assert sorted(straight, key=repr) == sorted(shuffled, key=repr)
    assert sum(isinstance(outcome, Release) for outcome in straight) == 9
