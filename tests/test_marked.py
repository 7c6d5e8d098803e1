import pytest

from tests.marked import Marked, read_marked


def test_nested_spans_and_values():
    text, spans = read_marked("В [[Секретариате|X] [ООН|ORG]|ORG|Секретариат ООН] тихо.")
    assert text == "В Секретариате ООН тихо."
    assert spans == [Marked(2, 18, "ORG", "Секретариат ООН"), Marked(2, 14, "X"), Marked(15, 18, "ORG")]


def test_brackets_can_be_escaped():
    assert read_marked("список \\[1\\]") == ("список [1]", [])


def test_an_unclosed_span_is_an_error():
    with pytest.raises(ValueError, match="unclosed"):
        read_marked("[Минск")
