"""Our gold tables against the releases they annotate, and against themselves; no model is run here."""

import csv
import re
from collections import Counter, defaultdict
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from pipeline.corpus import Release, SetAside, find_sources, read_source

ROOT = Path(__file__).parents[2]
GOLD = ROOT / "tests" / "gold"
LABELS = ("PER", "ORG", "LOC", "DATE")

Row = dict[str, str]
Span = tuple[int, int]

MENTION_COLUMNS = ["doc_id", "start", "end", "label", "text", "normal", "entity_id"]
ROLE_COLUMNS = [
    *("doc_id", "person_start", "person_end", "person_spans", "person", "role_start", "role_end", "role"),
    *("organization_start", "organization_end", "organization_spans", "organization"),
]
DOCUMENT_COLUMNS = ["doc_id", "published", "published_from", "encoding", "title"]

# EDTF levels 0–1 as far as bench-style dates need them: a day, month, season, year, decade or century.
MONTH = r"(?:0[1-9]|1[0-2])"
DAY = r"(?:0[1-9]|[12]\d|3[01])"
POINT = rf"(?:\d{{4}}(?:-(?:{MONTH}(?:-{DAY})?|2[1-4]))?|\d{{3}}X|\d{{2}}XX)[?~%]?"
EDTF = re.compile(rf"{POINT}|{POINT}/(?:{POINT}|\.\.)|\.\./{POINT}")


def read_table(name: str) -> list[Row]:
    with (GOLD / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def parse_spans(text: str) -> list[Span]:
    return [(int(start), int(end)) for start, end in (span.split("-") for span in text.split(";") if span)]


def span_of(row: Row, prefix: str = "") -> Span:
    return int(row[f"{prefix}start"]), int(row[f"{prefix}end"])


@pytest.fixture(scope="module")
def releases() -> dict[str, Release]:
    found = [item for source in find_sources([ROOT / "data" / "raw"]) for item in read_source(source)]
    assert [item for item in found if isinstance(item, SetAside)] == []
    return {item.doc_id: item for item in found if isinstance(item, Release)}


@pytest.fixture(scope="module")
def mentions() -> list[Row]:
    return read_table("mentions.csv")


@pytest.fixture(scope="module")
def roles() -> list[Row]:
    return read_table("roles.csv")


@pytest.fixture(scope="module")
def mentions_by_span(mentions: list[Row]) -> dict[tuple[str, Span], Row]:
    return {(row["doc_id"], span_of(row)): row for row in mentions}


@pytest.mark.parametrize(
    ("name", "columns"),
    [("mentions.csv", MENTION_COLUMNS), ("roles.csv", ROLE_COLUMNS), ("documents.csv", DOCUMENT_COLUMNS)],
)
def test_columns(name: str, columns: list[str]) -> None:
    with (GOLD / name).open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    assert header == columns
    assert {len(row) for row in rows} == {len(columns)}


def test_the_samples_are_large_and_varied_enough(
    releases: dict[str, Release], mentions: list[Row], roles: list[Row]
) -> None:
    assert len(releases) >= 14
    assert len(mentions) >= 500
    assert len(roles) >= 90
    assert {release.format for release in releases.values()} >= {"txt", "html", "csv"}
    assert "cp1251" in {release.encoding for release in releases.values()}
    assert all(900 <= len(release.text) <= 2500 for release in releases.values())


def test_documents_are_what_the_corpus_reads(releases: dict[str, Release]) -> None:
    documents = read_table("documents.csv")
    assert [row["doc_id"] for row in documents] == sorted(releases)
    for row in documents:
        release = releases[row["doc_id"]]
        published = date.fromisoformat(row["published"]) if row["published"] else None
        assert (release.published, release.published_from) == (published, row["published_from"]), row["doc_id"]
        assert (release.encoding, release.title) == (row["encoding"], row["title"]), row["doc_id"]


def test_mentions_are_in_the_text(releases: dict[str, Release], mentions: list[Row]) -> None:
    for row in mentions:
        start, end = span_of(row)
        assert 0 <= start < end
        assert releases[row["doc_id"]].text[start:end] == row["text"], row
        assert "\n" not in row["text"], row
        assert row["text"] == row["text"].strip(), row


def test_every_release_has_every_label(releases: dict[str, Release], mentions: list[Row]) -> None:
    labels = defaultdict(set)
    for row in mentions:
        labels[row["doc_id"]].add(row["label"])
    assert labels == {doc_id: set(LABELS) for doc_id in releases}


def test_mentions_neither_repeat_nor_cross(mentions: list[Row]) -> None:
    spans: dict[str, list[Span]] = defaultdict(list)
    for row in mentions:
        spans[row["doc_id"]].append(span_of(row))
    for doc_id, found in spans.items():
        assert len(found) == len(set(found)), doc_id
        for i, (start, end) in enumerate(found):
            for other_start, other_end in found[i + 1 :]:
                assert not start < other_start < end < other_end, (doc_id, start, end, other_start, other_end)


def test_rows_stand_in_text_order_outer_before_inner(mentions: list[Row], roles: list[Row]) -> None:
    order = [(row["doc_id"], span_of(row)[0], -span_of(row)[1]) for row in mentions]
    assert order == sorted(order)
    statements = [(row["doc_id"], span_of(row, "role_")[0], span_of(row, "person_")[0]) for row in roles]
    assert statements == sorted(statements)


def test_dates_have_edtf_values_and_names_have_entities(mentions: list[Row]) -> None:
    for row in mentions:
        if row["label"] == "DATE":
            assert EDTF.fullmatch(row["normal"]), row
            assert row["entity_id"] == "", row
        else:
            assert re.fullmatch(rf"{row['label']}:[a-z]+(?:-[a-z]+)*", row["entity_id"]), row
    assert {row["label"] for row in mentions} == set(LABELS)


def test_closed_ranges_run_forwards(mentions: list[Row]) -> None:
    for row in mentions:
        if row["label"] == "DATE" and "/" in row["normal"] and ".." not in row["normal"]:
            first, last = row["normal"].split("/")
            assert len(first) == len(last), row
            assert first < last, row


def test_normal_forms_keep_the_words_of_the_mention(mentions: list[Row]) -> None:
    for row in mentions:
        if row["label"] == "DATE":
            continue
        assert "\u00a0" not in row["normal"], row
        if row["label"] == "PER":
            assert not re.search(r"\.[А-ЯЁ]", row["normal"]), row
        # only endings change: every word keeps its first letter, and there are as many of them
        text_words, normal_words = (re.findall(r"[^\W_]+", row[column]) for column in ("text", "normal"))
        assert [word[0] for word in text_words] == [word[0] for word in normal_words], row


def test_an_entity_has_one_label_and_a_name_one_entity(mentions: list[Row]) -> None:
    """Full names are of one entity each; short ones («Организация», «Лебедев») may be of several."""
    entities = defaultdict(set)
    for row in mentions:
        if row["label"] != "DATE" and len(row["normal"].split()) > 1 and "." not in row["normal"]:
            entities[row["normal"]].add(row["entity_id"])
    assert {name: found for name, found in entities.items() if len(found) > 1} == {}


def test_entities_recur_and_namesakes_stay_apart(mentions: list[Row]) -> None:
    documents, surnames = defaultdict(set), defaultdict(set)
    for row in mentions:
        documents[row["entity_id"]].add(row["doc_id"])
        if row["label"] == "PER":
            surnames[row["normal"].split()[-1]].add(row["entity_id"])
    assert sum(len(found) > 1 for entity_id, found in documents.items() if entity_id.startswith("PER:")) >= 20
    assert len(documents["ORG:csto"]) >= 8
    assert len(surnames["Жапаров"]) == len(surnames["Лебедев"]) == 2


def test_role_rows_point_at_mentions(
    releases: dict[str, Release],
    mentions: list[Row],
    roles: list[Row],
    mentions_by_span: dict[tuple[str, Span], Row],
) -> None:
    spans_of_entity = defaultdict(list)
    for row in mentions:
        spans_of_entity[row["doc_id"], row["entity_id"]].append(span_of(row))
    for row in roles:
        doc_id, text = row["doc_id"], releases[row["doc_id"]].text
        person = mentions_by_span[doc_id, span_of(row, "person_")]
        assert person["label"] == "PER", row
        assert person["normal"] == row["person"], row
        assert parse_spans(row["person_spans"]) == spans_of_entity[doc_id, person["entity_id"]], row
        start, end = span_of(row, "role_")
        assert text[start:end].strip() == text[start:end] != "", row
        if row["organization_start"]:
            organization = mentions_by_span[doc_id, span_of(row, "organization_")]
            assert organization["label"] in {"ORG", "LOC"}, row
            assert organization["normal"] == row["organization"], row
            spans = parse_spans(row["organization_spans"])
            assert spans == spans_of_entity[doc_id, organization["entity_id"]], row
        else:
            assert row["organization_end"] == row["organization_spans"] == row["organization"] == "", row


def test_roles_are_in_the_nominative_and_begin_small(releases: dict[str, Release], roles: list[Row]) -> None:
    """The role's words are those of the text, less the organisation's, endings apart."""
    for row in roles:
        start, end = span_of(row, "role_")
        phrase = releases[row["doc_id"]].text[start:end]
        assert row["role"][0].islower(), row
        stems = [word[:3].casefold() for word in re.findall(r"[^\W_]+", phrase)]
        words = [word[:3].casefold() for word in re.findall(r"[^\W_]+", row["role"])]
        assert words == [stem for stem in stems if stem in words], row
        assert row["organization"] == "" or row["organization"] not in row["role"], row


def test_role_rows_do_not_repeat(roles: list[Row]) -> None:
    statements = Counter((row["doc_id"], row["person_start"], row["role_start"], row["role"]) for row in roles)
    assert max(statements.values()) == 1
    for before, after in pairwise(roles):
        same_role = before["doc_id"] == after["doc_id"] and span_of(before, "role_") == span_of(after, "role_")
        assert not same_role or before["role"] == after["role"], after
