import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.linking import link
from pipeline.linking.results import COLUMNS
from tests.linking.releases import linked, parts_of

NAMES = [
    *("[Сергей Иванов|PER]", "[С. Иванов|PER]", "[Иванов|PER]", "[Пётр Иванов|PER]", "[Иванова|PER]"),
    *("[Пётр Сергеевич Иванов|PER]", "[Пётр Ильич Иванов|PER]", "[Обама|PER]", "[П. Сидоров|PER]"),
    *("[МИД|ORG]", "[МИД РФ|ORG]", "[Организация|ORG]", "[ОДКБ|ORG]", "[Комитет|ORG]", "[ЦМН|ORG]"),
    *("[Центр мониторинга наркоугроз|ORG]", "[Комитет по культуре|ORG]", "[Секретариат Организации|ORG]"),
    *("[Россия|LOC]", "[Владимир|LOC]", "[Украина|LOC]", "[Кукуево|LOC]", "[Нур-Султан|LOC]", "[ЕС|LOC]"),
    "[2023 год|DATE]",
]
corpora = st.dictionaries(
    st.sampled_from(["2022/a", "2022/b", "2023/a", "б", "c"]),
    st.lists(st.sampled_from(NAMES), min_size=1, max_size=6).map(" и ".join),
    min_size=1,
)


def same(one, other):
    for name in COLUMNS:
        pd.testing.assert_frame_equal(getattr(one, name), getattr(other, name))


@settings(deadline=None, max_examples=60)
@given(corpora, st.randoms(use_true_random=False))
def test_order_of_rows_and_releases_does_not_matter(releases, random):
    documents, mentions, roles, shorts = parts_of(releases)
    shuffled = mentions.sample(frac=1, random_state=random.randrange(1000)).reset_index(drop=True)
    order = list(releases)
    random.shuffle(order)
    pieces = [parts_of({doc_id: releases[doc_id]}) for doc_id in order]
    joined = [pd.concat(frames, ignore_index=True) for frames in zip(*pieces, strict=True)]
    expected = link(documents, mentions, roles, shorts)
    same(expected, link(documents, shuffled, roles, shorts))
    same(expected, link(*joined))


@settings(deadline=None, max_examples=60)
@given(corpora)
def test_tables_fit_together(releases):
    documents, mentions, *_ = parts = parts_of(releases)
    found = link(documents, mentions, *parts[2:])
    wanted = mentions.loc[mentions["label"] != "DATE", "mention_id"]
    assert sorted(found.mention_entities["mention_id"]) == sorted(wanted)
    assert set(found.mention_entities["entity_id"]) == set(found.entities["entity_id"])
    assert found.entities["entity_id"].is_unique
    assert found.entities["mentions"].sum() == len(wanted) == found.aliases["mentions"].sum()
    per_label = {"PER": found.people, "ORG": found.organizations, "LOC": found.places}
    for label, table in per_label.items():
        ids = found.entities.loc[found.entities["label"] == label, "entity_id"]
        assert table["entity_id"].tolist() == ids.tolist()
        assert all(i.startswith(f"{label}:") and i.isascii() for i in ids)
    for name, columns in COLUMNS.items():
        assert tuple(getattr(found, name).columns) == columns


def test_nothing_in_nothing_out():
    found = linked({})
    assert all(getattr(found, name).empty for name in COLUMNS)


def test_first_and_last_seen():
    documents, *rest = parts_of({"a": "[ОДКБ|ORG]", "b": "[ОДКБ|ORG]", "c": "[ОДКБ|ORG]"})
    documents["published"] = ["2023-09-14", "", "2022-01-10"]
    row = link(documents, *rest).entities.iloc[0]
    assert (row["first_seen"], row["last_seen"], row["documents"]) == ("2022-01-10", "2023-09-14", 3)
    assert row["name"] == "Организация Договора о коллективной безопасности"
