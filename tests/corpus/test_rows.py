import csv
import io
import json
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.corpus import Release, SetAside, find_sources, read_source
from pipeline.corpus import rows as rows_module
from tests.corpus.reading import outcomes, reason

TABLE = [
    ["ID", "Text ", "Title", "Published", "Source"],
    ["1", "В Минске, столице; прошла\nвстреча «на\tвысшем» уровне.", "О встрече", "2023-06-14", "odkb.example/1"],
    ["2", '14.06.2023 14:30\r\nТекст с "кавычками".', "", "не помню", ""],
    ["3", " Третий текст ", "Третий", "15.06.2023 10:00", ""],
]


def written(rows: list[list[str]], delimiter: str = ",") -> str:
    file = io.StringIO()
    csv.writer(file, delimiter=delimiter).writerows(rows)
    return file.getvalue()


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251", "koi8-r"])
def test_tables(delimiter, encoding, tmp_path):
    rows = [[cell.replace("«", "").replace("»", "") for cell in row] for row in TABLE]
    first, second, third = outcomes(tmp_path, "2020-01-01-batch.CSV", written(rows, delimiter).encode(encoding))
    assert [row.text for row in (first, second, third)] == [row[1] for row in rows[1:]]
    assert [row.doc_id for row in (first, second, third)] == [f"2020-01-01-batch.CSV#{n}" for n in (1, 2, 3)]
    assert (first.title, first.source, first.format) == ("О встрече", "odkb.example/1", "csv")
    assert (second.title, second.source) == ("", "2020-01-01-batch.CSV")
    assert [(row.published, row.published_from) for row in (first, second, third)] == [
        (date(2023, 6, 14), "metadata"),
        (date(2023, 6, 14), "dateline"),
        (date(2023, 6, 15), "metadata"),
    ]
    assert len({row.sha256 for row in (first, second, third)}) == 3


def test_lines(tmp_path):
    lines = [
        '{"text": "Первый", "Title": "Т", "published": "2023-06-14T10:00:00Z", "source": "s/1"}',
        "",
        '{"text": "Второй \\ud83d", "published": 20230615, "title": null}\r',
        '{"text": "Третий \\ud83d\\ude00\\u2028"}',
    ]
    first, second, third = outcomes(tmp_path, "a.jsonl", "\n".join(lines))
    assert [row.text for row in (first, second, third)] == ["Первый", "Второй \ufffd", "Третий \U0001f600\u2028"]
    assert [row.doc_id for row in (first, second, third)] == ["a.jsonl#1", "a.jsonl#2", "a.jsonl#3"]
    assert (first.title, first.source, first.published) == ("Т", "s/1", date(2023, 6, 14))
    assert (second.title, second.source, second.published) == ("", "a.jsonl", date(2023, 6, 15))


def test_a_row_hash_is_of_its_values(tmp_path):
    one, two = outcomes(tmp_path, "a.jsonl", '{"text": "а", "b": 1}\n{"b": 1, "text": "а"}')
    [three] = outcomes(tmp_path, "b.jsonl", '{"text": "а", "b": 2}')
    assert one.sha256 == two.sha256 != three.sha256


def test_bad_rows_of_a_table_are_set_aside_alone(tmp_path):
    content = (
        'text,title\n"",пусто\nхорошо,а\n"не"так",а\nодно поле\nа,б,в\n\nтоже хорошо,,\n" \n",x\n"не закрыто,а\nещё,а\n'
    )
    found = outcomes(tmp_path, "a.csv", content)
    assert [row.text for row in found if isinstance(row, Release)] == ["хорошо", "тоже хорошо"]
    assert [(row.source, row.reason.split(": ", 1)[1][:20]) for row in found if isinstance(row, SetAside)] == [
        ("a.csv#1", "empty; delete it or "),
        ("a.csv#3", "not CSV at line 4 ('"),
        ("a.csv#4", "1 fields where the h"),
        ("a.csv#5", "3 fields where the h"),
        ("a.csv#7", "empty; delete it or "),
        ("a.csv#8", "not CSV at line 11 ("),
    ]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (b'{"text": "a"', "not JSON"),
        (b"[1]", "not a JSON object"),
        (b'{"title": "a"}', "no text"),
        (b'{"text": 5}', "not a string"),
        (b'{"text": ""}', "empty"),
        (b'{"text": "a\\u0000b"}', "NUL"),
        (b'{"text": "a", "n": ' + b"1" * 5000 + b"}", "too large"),
        (b'{"text": "a", "n": ' + b"[" * 100_000, "JSON"),
        ('{"text": "Москва"}'.encode()[:-3] + b'"}', "not utf-8 (byte 0xD0)"),
        (b'{"text": "' + b"a" * 2_000_001 + b'"}', "longer than 2,000,000"),
    ],
)
def test_bad_lines_are_set_aside_alone(line, says, tmp_path):
    good = '{"text": "Хорошая строка, и в ней много русских букв."}'.encode()
    first, second, third = outcomes(tmp_path, "a.jsonl", good + b"\n" + line + b"\n" + good)
    assert isinstance(first, Release)
    assert isinstance(third, Release)
    assert isinstance(second, SetAside)
    assert second.source == "a.jsonl#2"
    assert says in second.reason


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.csv", "", "empty"),
        ("a.csv", "\n \n", "empty"),
        ("a.csv", "text,title\n", "a header without rows"),
        ("a.csv", "a;b\n1;2\n", "no column is named text (the header has: a, b)"),
        ("a.csv", "text,Text\n1,2\n", "2 columns are named text"),
        ("a.csv", b"PK\x03\x04", "an Office document"),
        ("a.csv", b"text\n\x00\x01\x02\x03", "binary file"),
        ("a.csv", '"text', "its header is not CSV"),
        ("a.jsonl", " \n\n", "empty"),
        ("a.jsonl", '[\n{"text": "a"}\n]', "write one object per line"),
        ("a.jsonl", b"\x89PNG\r\n\x1a\n\x00", "a PNG image"),
        ("a.jsonl", b"\xff\xfea", "not utf-16-le"),
    ],
)
def test_bad_containers(name, content, says, tmp_path):
    assert says in reason(tmp_path, name, content)


@pytest.mark.parametrize(
    ("content", "texts"),
    [
        ("text\nМосква, 12 мая\nМинск, 13 мая\n", None),
        ("text\nМосква; 12 мая\nМинск; 13 мая\n", ["Москва; 12 мая", "Минск; 13 мая"]),
        ("sep=;\r\ntext;title\r\nМосква, 12;а\r\n", ["Москва, 12"]),
        ("\n\ntext;title;\nМосква, 12;а;\nМинск;б\n", ["Москва, 12", "Минск"]),
        ("text\rодин\rдва\r", ["один", "два"]),
    ],
)
def test_delimiters(content, texts, tmp_path):
    found = [row.text for row in outcomes(tmp_path, "a.csv", content)]
    assert found == (texts or ["Москва, 12 мая", "Минск, 13 мая"])


def test_huge_fields(tmp_path):
    limit = csv.field_size_limit()
    [found] = outcomes(tmp_path, "a.csv", "text\n" + "слово " * 100_000)
    assert len(found.text) == 600_000
    assert csv.field_size_limit() >= limit


def test_lines_without_end_do_not_fill_the_memory(tmp_path, monkeypatch):
    monkeypatch.setattr(rows_module, "LONGEST_LINE", 1000)
    for name, head in (("a.csv", "text\n" + "хорошо\n" * 60), ("a.jsonl", '{"text": "хорошо"}\n' * 60)):
        *good, last = outcomes(tmp_path, name, head + "x" * 5000)
        assert [row.text for row in good] == ["хорошо"] * 60
        assert last.reason.startswith(f"{name}: line 6")


def test_rows_are_read_lazily(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "а"}\n' * 100_000)
    stream = read_source(find_sources([path])[0])
    assert next(stream).doc_id == "a.jsonl#1"
    stream.close()


cells = st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\r\n\t"), max_size=30)


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.tuples(cells, cells), min_size=1, max_size=5), st.sampled_from(",;\t"))
def test_any_table_survives(tmp_path, rows, delimiter):
    rows = [["т" + text, title] for text, title in rows]
    found = outcomes(tmp_path, "a.csv", written([["text", "title"], *rows], delimiter))
    assert [row.text for row in found] == [text for text, _ in rows]
    lines = "\n".join(json.dumps({"text": text, "title": title}, ensure_ascii=False) for text, title in rows)
    assert [row.text for row in outcomes(tmp_path, "a.jsonl", lines)] == [text for text, _ in rows]
