"""What the analysts decide: the file as it is read and written, and each action replayed on releases typed here."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import UsageError
from pipeline.linking import link
from pipeline.linking.decisions import Decision, append_decisions, read_decisions
from pipeline.linking.results import COLUMNS
from tests.linking.releases import parts_of

HEADER = "action,label,name,into,note\n"


def decided(releases, *rows, roles=()):
    """Return linking's result under decisions typed as «action,label,name,into»."""
    decisions = [Decision(line, *row.split(",")) for line, row in enumerate(rows, start=2)]
    return link(*parts_of(releases, roles=roles), decisions)


def ids(found):
    return found.mention_entities["entity_id"].tolist()


def name_of(found, entity_id):
    return found.entities.set_index("entity_id")["name"][entity_id]


def same(one, other):
    for name in COLUMNS.keys() - {"reasons"}:  # they tell the lines, which may differ
        pd.testing.assert_frame_equal(getattr(one, name), getattr(other, name))


# ---- the file ------------------------------------------------------------------------------------------------------


def written(folder, content):
    path = folder / "decisions.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize(
    "content",
    [
        HEADER + 'merge,PER,Иванов,PER:petrov,"да, он\nже"\n\nignore,LOC,Кремль,,\n',
        "\ufeffaction;label;name;into;note\r\n"
        'merge;PER; Иванов ;PER:petrov;"да, он\nже"\r\n;;;;\r\nignore;LOC;Кремль\r\n',
    ],
    ids=["standard", "as a spreadsheet saves it"],
)
def test_rows_are_read_with_their_lines(content, tmp_path):
    first, second = read_decisions(written(tmp_path, content))
    assert first == Decision(2, "merge", "PER", "Иванов", "PER:petrov", "да, он\nже")
    assert second == Decision(5, "ignore", "LOC", "Кремль")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", ":1: the first line must be: action,label,name,into,note"),
        ("name,into\nа,б\n", ":1: the first line must be"),
        (HEADER + "join,PER,а,б,\n", ":2: action «join» is none of merge, split, rename, ignore"),
        (HEADER + "merge,PER,а,б,\nmerge,DATE,а,б,\n", ":3: label «DATE» is none of PER, ORG, LOC"),
        (HEADER + "merge,PER,,б,\n", ":2: merge needs a name"),
        (HEADER + "split,PER,а,,\n", ":2: split needs both name and into"),
        (HEADER + "rename,PER,а\n", ":2: rename needs both name and into"),
        (HEADER + "ignore,PER,а,б,\n", ":2: ignore takes a name only"),
        (HEADER + "merge,ORG,Комитет, по печати,б,\n", ":2: 6 cells where 5 belong"),
        (HEADER + 'merge,PER,"а"б,в,\n', ":2: not a row of a CSV file"),
        (HEADER + 'merge,PER,"а,б,в,\n', ":2: not a row of a CSV file"),
        (HEADER.encode() + "merge,PER,а,б,\nmerge,PER,Ёлкин,б,\n".encode("cp1251"), ":2: not UTF-8"),
    ],
)
def test_a_malformed_file_is_told_by_line(content, told, tmp_path):
    path = written(tmp_path, content)
    with pytest.raises(UsageError, match=r"decisions\.csv") as error:
        read_decisions(path)
    assert str(error.value).startswith(f"{path}{told}")
    assert error.value.exit_code == 2


ROWS = [Decision(2, "split", "PER", 'Иванов "Младший"', "PER:ivanov", "a, b"), Decision(3, "ignore", "ORG", "=1+1")]


@pytest.mark.parametrize(
    "before",
    ["", HEADER, HEADER.strip(), HEADER + "merge,PER,б,а,", "action;label;name;into;note\r\nmerge;PER;б;а;\r\n"],
)
def test_rows_are_appended_and_nothing_else_is_touched(before, tmp_path):
    path = tmp_path / "new" / "decisions.csv"
    if before:
        path.parent.mkdir()
        written(path.parent, before)
    known = read_decisions(path) if before else []
    append_decisions(path, ROWS)
    append_decisions(path, [])
    append_decisions(path, ROWS[:1])
    assert path.read_bytes().startswith(before.encode())
    read = [Decision(0, d.action, d.label, d.name, d.into, d.note) for d in read_decisions(path)[len(known) :]]
    assert read == [Decision(0, d.action, d.label, d.name, d.into, d.note) for d in [*ROWS, ROWS[0]]]
    assert list(path.parent.iterdir()) == [path]


# ---- merge ---------------------------------------------------------------------------------------------------------

TWO = {"а": "[Пётр Иванов|PER] и [П. Сидоров|PER].", "б": "[Сергей Иванов|PER]."}


@pytest.mark.parametrize(
    "row",
    [
        "merge,PER,PER:ivanov-petr,PER:ivanov-sergei",
        "merge,PER,Пётр Иванов,Сергей Иванов",
        "merge,PER,Иванов Петр,иванов сергей",
        "merge,PER,Пётр Иванов @ а,Сергей Иванов @ б",
    ],
)
def test_merge_keeps_name_and_id_of_what_it_goes_into(row):
    found = decided(TWO, row)
    assert ids(found) == ["PER:ivanov-sergei", "PER:sidorov-p", "PER:ivanov-sergei"]
    assert name_of(found, "PER:ivanov-sergei") == "Сергей Иванов"
    assert found.aliases.set_index("alias")["entity_id"]["Пётр Иванов"] == "PER:ivanov-sergei"
    assert not found.problems


def test_an_abbreviation_that_the_tables_know_needs_no_mention():
    found = decided(
        {"а": "[Коллектив|ORG] и [Большая страна|LOC]."}, "merge,ORG,Коллектив,ORG:odkb", "merge,LOC,Большая страна,РФ"
    )
    assert ids(found) == ["ORG:odkb", "LOC:rossiia"]
    assert found.places["country"].tolist() == ["RU"]
    assert not found.problems


def test_a_spelling_moves_the_mentions_spelt_so():
    releases = {"а": "[Центр мониторинга наркоугроз|ORG] или [ЦМН|ORG]", "б": "[ЦМН|ORG] и [Центр морских наук|ORG]."}
    parts = parts_of(
        releases, shorts=[("а", "ЦМН", "Центр мониторинга наркоугроз"), ("б", "ЦМН", "Центр морских наук")]
    )
    before = ids(link(*parts))
    assert before == [before[0], before[0], before[2], before[2]]
    moved = ids(link(*parts, [Decision(2, "merge", "ORG", "ЦМН @ б", before[0])]))
    assert moved == [before[0], before[0], before[0], before[3]]


def test_of_several_entities_a_merge_takes_those_of_the_releases_it_names():
    releases = {"а": "[Комитет|ORG].", "б/1": "[Комитет|ORG].", "б/2": "[Комитет|ORG] и [НОК|ORG]."}
    found = decided(releases, "merge,ORG,Комитет @ б/*,НОК")
    assert len(set(ids(found))) == 2
    assert ids(found)[1:] == [ids(found)[3]] * 3
    told = decided(releases, "merge,ORG,Комитет,НОК")
    assert told.problems[0][0] == 2
    assert "«Комитет» is several: ORG:komitet, ORG:komitet-2, ORG:komitet-3; give the id" in told.problems[0][1]


def test_a_merge_may_change_the_label():
    found = decided(
        {"а": "[Роснефть|PER] и [Иван Петров|PER]."}, "merge,PER,Роснефть,ORG:rosneft", "merge,PER,ROSNEFT,Роснефть"
    )
    if not found.problems:
        pytest.fail("the second row is about nothing")
    assert ids(found)[1] == "PER:petrov-ivan"


# ---- split ---------------------------------------------------------------------------------------------------------

NAMESAKES = {
    "мвд/1": "[Иван Петров|PER] и [Петров|PER] из [МВД России|ORG].",
    "мвд/2": "[Петров|PER].",
    "спорт/1": "[Иван Петров|PER], [И. Петров|PER].",
    "спорт/2": "[Иван Петров|PER].",
}


def groups(found):
    """Return the mentions' entities as numbers in order of appearance."""
    seen: dict[str, int] = {}
    return [seen.setdefault(entity_id, len(seen)) for entity_id in ids(found)]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("split,PER,PER:petrov-ivan,Иван Петров @ спорт/*", [0, 0, 1, 0, 2, 2, 2]),
        ("split,PER,Иван Петров @ спорт/*,PER:petrov-ivan", [0, 0, 1, 0, 2, 2, 2]),
        ("split,PER,Иван Петров,И. Петров", [0, 0, 1, 0, 0, 2, 0]),
        ("split,PER,Иван Петров,Иван Петров @ мвд/1", [0, 0, 1, 2, 2, 2, 2]),
        ("split,PER,Иван Петров,Иван Петров @ МВД России", [0, 0, 1, 2, 2, 2, 2]),
        ("split,PER,Иван Петров,Иван Петров @ начальник", [0, 0, 1, 2, 2, 2, 2]),
    ],
)
def test_split_takes_a_part_out(row, expected):
    found = decided(NAMESAKES, row, roles=[("мвд/1", "Иван Петров", "начальник", "МВД России")])
    assert groups(found) == expected
    assert not found.problems
    assert found.entities["mentions"].sum() == 7


def test_the_rest_keeps_the_id_and_the_part_is_told_apart():
    found = decided(NAMESAKES, "split,PER,PER:petrov-ivan,Иван Петров @ спорт/*")
    assert ids(found)[0] == "PER:petrov-ivan"
    assert ids(found)[4] == "PER:petrov-ivan-2"
    # A later row may speak of the new entity.
    found = decided(
        NAMESAKES, "split,PER,PER:petrov-ivan,Иван Петров @ спорт/*", "rename,PER,PER:petrov-ivan-2,Иван Второй"
    )
    assert name_of(found, "PER:petrov-ivan-2") == "Иван Второй"
    found = decided(
        NAMESAKES,
        "split,PER,PER:petrov-ivan,Иван Петров @ спорт/*",
        "split,PER,PER:petrov-ivan-2,Иван Петров @ спорт/2",
    )
    assert groups(found) == [0, 0, 1, 0, 2, 2, 3]


def test_the_id_goes_with_the_name_it_is_made_of():
    releases = {"а": "[Олег Кулагин|PER] и [Кулагин|PER]."}
    found = decided(releases, "split,PER,PER:kulagin-oleg,Олег Кулагин")
    assert found.problems
    found = decided({"а": "[Олег Кулагин|PER], [Кулагин|PER]."}, "split,PER,Кулагин,PER:kulagin-oleg")
    assert ids(found) == ["PER:kulagin-oleg", "PER:kulagin"]


def test_split_after_merge_restores():
    plain = decided(TWO)
    merge, split = "merge,PER,PER:ivanov-petr,PER:ivanov-sergei", "split,PER,PER:ivanov-sergei,PER:ivanov-petr"
    undone = decided(TWO, merge, split)
    same(undone, plain)
    assert undone.problems == (
        (2, "merge PER «PER:ivanov-petr» into «PER:ivanov-sergei»: undone by the split of line 3"),
    )
    rejoined = decided(TWO, split, merge)
    same(rejoined, decided(TWO, merge))
    assert "undone by the merge of line 3" in rejoined.problems[0][1]
    assert not decided(TWO, split).problems


def test_split_undoes_merges_that_join_only_together():
    three = {"а": "[Пётр Иванов|PER]. [Пётр Сидоров|PER]. [Пётр Кузнецов|PER]. [Пётр Орлов|PER]"}
    chain = ["merge,PER,Пётр Иванов,Пётр Сидоров", "merge,PER,Пётр Сидоров,Пётр Кузнецов"]
    found = decided(three, *chain, "merge,PER,Пётр Орлов,Пётр Иванов", "split,PER,Пётр Иванов,Пётр Кузнецов")
    assert groups(found) == [0, 1, 2, 0]
    assert [line for line, _ in found.problems] == [2, 3]


# ---- rename, ignore ------------------------------------------------------------------------------------------------


def test_rename_sets_the_name_and_keeps_the_id():
    found = decided(TWO, "rename,PER,П. Сидоров,Павел Ильич Сидоров", "rename,PER,PER:ivanov-petr,Пётр Иванов-Нагорный")
    assert name_of(found, "PER:sidorov-p") == "Павел Ильич Сидоров"
    person = found.people.set_index("entity_id").loc["PER:sidorov-p"]
    assert (person["last"], person["first"], person["middle"]) == ("Сидоров", "Павел", "Ильич")
    assert person["latin"] == "Pavel Ilich Sidorov"
    alias = found.aliases[found.aliases["how"] == "decision"].set_index("alias")
    assert alias.loc["Павел Ильич Сидоров", ["entity_id", "mentions"]].tolist() == ["PER:sidorov-p", 0]
    merged = decided(TWO, "rename,PER,PER:ivanov-petr,Он", "merge,PER,PER:ivanov-petr,PER:ivanov-sergei")
    assert name_of(merged, "PER:ivanov-sergei") == "Он"
    again = decided(TWO, "rename,PER,PER:ivanov-petr,Он", "rename,PER,PER:ivanov-petr,Другой")
    assert name_of(again, "PER:ivanov-petr") == "Другой"
    assert again.problems == ((2, "rename PER «PER:ivanov-petr» into «Он»: line 3 gives it another name"),)


def test_ignore_drops_mentions_from_entities():
    found = decided(NAMESAKES, "ignore,PER,Петров")
    assert len(ids(found)) == 5
    assert "Петров" not in set(found.entities["name"])
    found = decided(NAMESAKES, "ignore,PER,Петров @ мвд/2", "ignore,PER,И. Петров", "ignore,ORG,МВД России")
    assert found.entities["entity_id"].tolist() == ["PER:petrov-ivan"]
    assert found.entities["mentions"].tolist() == [4]
    assert not found.problems


# ---- what is reported ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "lines"),
    [
        (["merge,PER,Никто,Пётр Иванов"], [2]),
        (["merge,PER,Пётр Иванов,PER:nikto"], [2]),
        (["merge,ORG,Пётр Иванов,ORG:odkb"], [2]),
        (["split,PER,Никто,Пётр Иванов"], [2]),
        (["split,PER,Пётр Иванов,Иванов Пётр"], [2]),
        (["rename,PER,PER:nikto,Некто", "ignore,PER,Никто"], [2, 3]),
        (["merge,PER,Пётр Иванов @ нигде,Сергей Иванов"], [2]),
        (["merge,PER,Пётр Иванов,Сергей Иванов", "ignore,PER,Сергей Иванов"], [2]),
    ],
)
def test_what_cannot_be_followed_is_reported(rows, lines):
    assert [line for line, _ in decided(TWO, *rows).problems] == lines


def test_what_the_program_found_itself_is_no_problem():
    found = decided(NAMESAKES, "merge,PER,И. Петров,PER:petrov-ivan")
    same(found, decided(NAMESAKES))
    assert not found.problems


# ---- order ---------------------------------------------------------------------------------------------------------

PEOPLE = [f"Пётр {last}" for last in ("Иванов", "Сидоров", "Орлов", "Кулагин", "Дятлов", "Зыков")]
MANY = {f"д{n}": f"[{name}|PER] и [{last}|PER]." for n, name in enumerate(PEOPLE) for last in [name.split()[1]]}
pairs = st.lists(st.tuples(st.sampled_from(PEOPLE), st.sampled_from(PEOPLE)), max_size=6)


@settings(deadline=None, max_examples=60)
@given(pairs, st.randoms(use_true_random=False))
def test_merges_are_commutative_and_associative(merges, random):
    rows = [f"merge,PER,{one},{other}" for one, other in merges]
    expected = decided(MANY, *rows)
    random.shuffle(rows)
    same(decided(MANY, *rows), expected)
    # Who is one does not depend on what goes into what.
    turned = [f"merge,PER,{other},{one}" for one, other in merges]
    assert groups(decided(MANY, *turned)) == groups(expected)


@settings(deadline=None, max_examples=60)
@given(pairs, st.tuples(st.sampled_from(PEOPLE), st.sampled_from(PEOPLE)))
def test_split_after_merge_restores_any_pair(merges, pair):
    rows = [f"merge,PER,{one},{other}" for one, other in merges if {one, other} != set(pair)]
    apart = decided(MANY, *rows, f"merge,PER,{pair[0]},{pair[1]}", f"split,PER,{pair[0]},{pair[1]}")
    entity_of = dict(zip(PEOPLE, ids(apart)[::2], strict=True))
    if pair[0] != pair[1]:
        assert entity_of[pair[0]] != entity_of[pair[1]]
    alone = decided(MANY, f"merge,PER,{pair[0]},{pair[1]}", f"split,PER,{pair[0]},{pair[1]}")
    same(alone, decided(MANY))
