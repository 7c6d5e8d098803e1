import pytest

from tests.linking.releases import entities_of, linked

OTHERS = [
    "[Министерство обороны Республики Казахстан|ORG] и [Министерство обороны Кыргызской Республики|ORG]",
    "[Секретариат ООН|ORG] и [Секретариат ОДКБ|ORG]",
    "[Совет ЕС|ORG] и [Совет Европы|ORG]",
    "[Газпром|ORG] и [Газпром нефть|ORG]",
    "[Правительство Казахстана|ORG] и [Правительство Москвы|ORG]",
    "[ООН|ORG] и [Секретариат ООН|ORG]",
    "[Посольство России в Казахстане|ORG] и [Посольство Казахстана в России|ORG]",
    "[Банк России|ORG] и [Банк развития|ORG]",
    "[Совет министров обороны ОДКБ|ORG] и [Совет министров иностранных дел ОДКБ|ORG]",
    "[Таможенный комитет Республики Беларусь|ORG] и [Таможенный комитет Республики Узбекистан|ORG]",
    "[Европейский совет|ORG] и [Совет Европы|ORG]",
    "[Комитет немецкой экономики|ORG] и [Комитет польской экономики|ORG]",
    "[Экономический суд Минска|ORG] и [Суд Бреста|ORG]",
    "[Bild|ORG] и [Bild am Sonntag|ORG]",
    "[Газпром|ORG] и [Газпром экспорт|ORG]",
    "[The Times|ORG] и [The Times of India|ORG]",
    "[Палата общин|ORG] и [Палата общин Канады|ORG]",
    "[Минский театр|ORG] и [Минский суд|ORG]",
]


@pytest.mark.parametrize("marked", OTHERS)
def test_different_organisations(marked):
    assert len(set(entities_of({"a": marked}))) == 2
    names = [part for part in marked.replace("]", "]\n").splitlines() if "|ORG" in part]
    assert len(set(entities_of({f"{i}": part for i, part in enumerate(names)}))) == 2


def test_parent_and_country():
    found = linked({"a": "[Секретариат [ООН|ORG]|ORG]; [Министерство обороны [Казахстана|LOC|Казахстан]|ORG]"})
    rows = {row["entity_id"]: row for row in found.organizations.to_dict("records")}
    assert rows["ORG:sekretariat-oon"]["parent_entity_id"] == "ORG:oon"
    assert rows["ORG:ministerstvo-oborony-kazakhstan"]["country"] == "KZ"
    assert rows["ORG:oon"]["wikidata"] == "Q1065"
    assert set(found.organizations["parent_entity_id"]) <= {"", *found.entities["entity_id"]}


def test_a_union_marked_as_a_place_is_the_organisation():
    assert entities_of({"a": "[ЕС|LOC] и [ЕС|ORG]"}) == ["ORG:es", "ORG:es"]


def test_a_board_named_alone_is_each_releases_own():
    releases = {
        "a": "[Коллегия [ЕЭК|ORG]|ORG] заседала. [Коллегия|ORG] приняла решение.",
        "b": "[Правление|ORG] утвердило план.",
        "c": "[Правление|ORG] назначило директора.",
    }
    college, _, alone, *boards = entities_of(releases)
    assert college == alone
    assert len(set(boards)) == 2


def test_a_head_that_ends_like_an_adjective():
    full, short = entities_of(
        {"a": "[Управление политического сотрудничества|ORG]. Информация [Управления|ORG|Управление]"}
    )
    assert full == short
