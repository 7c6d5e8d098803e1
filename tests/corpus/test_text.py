from datetime import date
from hashlib import sha256

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from pipeline.corpus import SetAside, find_sources, read_source
from pipeline.corpus import text as text_module
from pipeline.corpus.soundness import MAX_CHARS, UnreadableError, refuse_unsound
from pipeline.corpus.text import find_title
from tests.corpus.reading import reason, release

RELEASE = (
    "О встрече в Минске\r\n\r\n14 июня 2023 г., Минск\r\n\r\nВ Минске прошла встреча.\rСтороны договорились.\u00a0\n"
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251", "koi8-r", "cp866"])
def test_text_is_the_decoded_file(encoding, tmp_path):
    data = RELEASE.encode(encoding)
    found = release(tmp_path, "odkb-17.TXT", data)
    assert found.text == RELEASE
    assert found.encoding == {"utf-8-sig": "utf-8", "utf-16": "utf-16-le"}.get(encoding, encoding)
    assert found.sha256 == sha256(data).hexdigest()
    assert (found.doc_id, found.source, found.format) == ("odkb-17", "odkb-17.TXT", "txt")
    assert found.title == "О встрече в Минске"
    assert (found.published, found.published_from) == (date(2023, 6, 14), "dateline")


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\r\n\t\f"), min_size=1))
@example("\u2028\u2029\x85я")
@example("и\u0306 e\u0301 \U0001f600")
def test_any_text_survives_utf8(tmp_path, text):
    text = "т" + text  # not empty, and its first character is no byte-order mark
    assert release(tmp_path, "any.txt", text).text == text


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty; "),
        (b" \r\n\t\xc2\xa0\n", "empty; "),
        (b"\xef\xbb\xbf", "empty; "),
        ("\u200b\u00ad\ufeff".encode(), "empty; "),
        (b"%PDF-1.7\n%\xe2\xe3", "a PDF document"),
        (b"PK\x03\x04rest", "a zip archive or an Office document"),
        (b"{\\rtf1\\ansi", "an RTF document"),
        (b"\x7fELF\x02\x01\x01\x00\x00\x00\x00", "binary file"),
        (bytes(range(256)), "binary file"),
        (b"\x01\x02\x03\x0e\x0f abc", "binary file"),
        ("Текст\x00текст".encode(), "binary file"),
        (b"\xff\xfe\x1f\x04\x40", "not UTF-16-LE"),
        ("я" * (MAX_CHARS + 1), "longer than 2,000,000 characters; split it"),
    ],
)
def test_bad_files(tmp_path, content, says):
    assert says in reason(tmp_path, "bad.txt", content)


def test_stray_controls_are_kept(tmp_path):
    text = "Текст с одним\x07 знаком и концом страницы\x0c\nи концом файла\x1a"
    assert release(tmp_path, "a.txt", text).text == text


def test_the_longest_text_is_read():
    refuse_unsound("я" * MAX_CHARS)
    with pytest.raises(UnreadableError, match="split it"):
        refuse_unsound("я" * (MAX_CHARS + 1))


def test_fifty_megabytes_in_a_line_are_refused_unread(tmp_path, monkeypatch):
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    monkeypatch.setattr(text_module, "decode", None)
    assert list(read_source(find_sources([path])[0])) == [
        SetAside("huge.txt", "huge.txt: longer than 2,000,000 characters; split it")
    ]


def test_lone_surrogates_are_replaced(tmp_path):
    assert release(tmp_path, "a.txt", b"a +2AA- b", "utf-7").text == "a \ufffd b"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Заголовок\nТекст.", "Заголовок"),
        ("\n\n  Состоится  ли встреча?\r\n\r\nТекст.", "Состоится ли встреча?"),
        ("14 июня 2023 г.\nЗаголовок\nТекст.", "Заголовок"),
        ("Текст с точкой.\nЕщё текст.", ""),
        ("Повестка дня:\n1. Бюджет.", ""),
        ("Длинная строка, которую перенесли\nвручную посреди предложения.", ""),
        ("Слово " * 60 + "\nТекст.", ""),
        ("14 июня 2023 г.\nТекст без заголовка", ""),
        ("* * *\nТекст.", ""),
        ("Одна строка", ""),
        ("", ""),
        ("  \n\n ", ""),
    ],
)
def test_titles(text, title):
    assert find_title(text) == title
