import pytest

from tests.linking.releases import entities_of, linked


@pytest.mark.parametrize(
    "marked",
    [
        "[ОДКБ|ORG] и наша [Организация|ORG]",
        "[Министерство обороны Республики Казахстан|ORG] и [Министерство|ORG] и [Министерство обороны|ORG]",
        "[Совет Безопасности ООН|ORG] и [СБ ООН|ORG] и [Совет Безопасности|ORG]",
        "[Экономический суд Минска|ORG] и [Суд Минска|ORG] и [Минский суд|ORG]",
        "[Конгресс США|ORG] и [Конгресс|ORG]",
    ],
)
def test_names_that_their_release_reads_together(marked):
    assert len(set(entities_of({"a": marked}))) == 1


def test_short_form_means_the_body_named_last():
    marked = (
        "[Комитет по обороне|ORG] заседал. [Комитет|ORG] решил. [Комитет по культуре|ORG] ждал. [Комитет|ORG] закрылся."
    )
    found = entities_of({"a": marked})
    assert found[0] == found[1]
    assert found[2] == found[3]
    assert found[0] != found[2]


def test_the_organisation_of_a_release_is_the_one_that_opens_it():
    marked = (
        "[ОДКБ|ORG] и [ООН|ORG]: [ОДКБ|ORG] участвовала в консультациях [[ООН|ORG]|ORG|Секретариат ООН]. "
        "Наша [Организация|ORG] – наблюдатель в [ООН|ORG]. [Секретариат Организации|ORG] сообщил."
    )
    releases = {"a": marked.replace("[[ООН|ORG]|ORG|Секретариат ООН]", "[ООН|ORG]")}
    table = linked(releases).mention_entities["entity_id"].tolist()
    assert table[4] == "ORG:odkb"
    assert table[-1] == "ORG:sekretariat-odkb"


def test_a_short_form_means_the_body_of_the_union_that_its_release_is_about():
    of_union = "[ОДКБ|ORG] ждёт [ШОС|ORG]. Создан [Секретариат ОДКБ|ORG]. Прибыл [Секретариат ШОС|ORG]. "
    found = entities_of({"a": of_union + "[Секретариат|ORG] принял гостей."})
    assert found[-1] == "ORG:sekretariat-odkb"
    # Where another union is named more than twice as often, the release is about that one.
    found = entities_of({"a": of_union + "[ШОС|ORG] растёт, [ШОС|ORG] ждёт. [Секретариат|ORG] принял гостей."})
    assert found[-1] == "ORG:sekretariat-shos"


def test_a_short_form_is_an_organ_of_the_union_that_its_release_is_about():
    text = "[Организация Договора о коллективной безопасности|ORG] ждёт. [СМИД|ORG] и [Постоянный совет|ORG] собрались."
    assert entities_of({"a": text})[1:] == ["ORG:smid-odkb", "ORG:postoiannyi-sovet-odkb"]
    # Of a council of that name the tables know nothing, of a secretariat nothing is needed.
    odkb, council, secretariat = entities_of({"a": "[ОДКБ|ORG]: [Комитет|ORG] и [Секретариат|ORG]."})
    assert (odkb, secretariat) == ("ORG:odkb", "ORG:sekretariat-odkb")
    assert council == "ORG:komitet"


def test_a_state_has_a_parliament_of_its_own_beside_the_unions():
    marked = "[ЕС|ORG] и [Европейский парламент|ORG]. Прибыл [Парламент Грузии|ORG]. [Парламент|ORG] ждёт."
    found = entities_of({"a": marked})
    assert found[-1] == found[-2] == "ORG:parlament-gruziia"


def test_a_council_is_that_of_the_country_that_is_named_for_it():
    marked = "[Совет Безопасности|ORG|Совет Безопасности|BY] и [Совет Безопасности|ORG|Совет Безопасности|KZ]."
    assert entities_of({"a": marked}) == ["ORG:sovet-bezopasnosti-belarus", "ORG:sovet-bezopasnosti-kazakhstan"]


def test_no_country_has_an_organ_of_a_union():
    found = entities_of(
        {"a": "[ОДКБ|ORG]: командующий [КМС|ORG|КМС|RU] и [Совет Безопасности|ORG|Совет Безопасности|RU]."}
    )
    assert found == ["ORG:odkb", "ORG:kms-odkb", "ORG:sovet-bezopasnosti-rossiia"]


def test_a_name_without_its_owner_is_the_one_that_the_release_spells_with_it():
    found = entities_of({"a": "[Миротворческие силы ОДКБ|ORG] и [Миротворческие силы|ORG]."})
    assert set(found) == {"ORG:kms-odkb"}


def test_member_states_in_a_name_say_no_more_than_the_union_itself():
    long = "Совет министров обороны государств – членов Организации Договора о коллективной безопасности"
    assert set(entities_of({"a": f"[{long}|ORG] и [СМО ОДКБ|ORG]."})) == {"ORG:smo-odkb"}


def test_an_abbreviation_of_two_bodies_means_the_one_that_its_release_speaks_of():
    found = entities_of(
        {
            "a": "[Генеральный штаб ВС РА|ORG] и [ВС РА|ORG].",
            "b": "[Верховный суд РА|ORG] и [ВС РА|ORG].",
            "c": "[ВС РА|ORG] и [Европейский суд|ORG].",
            "d": "[Вооружённые Силы Армении|ORG].",
        }
    )
    staff, army, court, _, _, _, same_army = found
    assert (staff, army, court) == (
        "ORG:generalnyi-shtab-armeniia",
        "ORG:vooruzhennye-sily-armeniia",
        "ORG:verkhovnyi-sud-armeniia",
    )
    assert found[3] == found[4] == court
    assert same_army == army


def test_spellings_of_a_general_staff_are_one():
    spellings = ("Генеральный штаб ВС РА", "Генштаб Армении", "Генеральный штаб Вооружённых Сил Республики Армения")
    assert len(set(entities_of({"a": "; ".join(f"[{name}|ORG]" for name in spellings)}))) == 1


def test_a_bare_ministry_belongs_to_the_country_of_the_release():
    releases = {
        "a": "В [Бишкеке|LOC|Бишкек], [Кыргызстан|LOC], [МИД|ORG] сообщил.",
        "b": "В [Астане|LOC|Астана], [Казахстан|LOC], [МИД|ORG] сообщил.",
    }
    found = [i for i in entities_of(releases) if i.startswith("ORG")]
    assert found == [
        "ORG:ministerstvo-inostrannykh-del-kyrgyzstan",
        "ORG:ministerstvo-inostrannykh-del-kazakhstan",
    ]


def test_a_bare_ministry_is_not_that_of_a_unions_members():
    releases = {"a": "Главы [МИД ЕС|ORG] ждут. [МИД|ORG], [Польша|LOC].", "b": "[МИД Польши|ORG], [Польша|LOC]."}
    of_the_union, bare, _, polish, _ = entities_of(releases)
    assert bare == polish != of_the_union


def test_the_adjective_before_a_short_form_tells_whose_it_is():
    releases = {
        "a": "[МИД Польши|ORG] ответил. Украинский [МИД|ORG||UA] молчит. [МИД|ORG] ещё не решил.",
        "b": "Глава украинского [МИД|ORG||UA]. [МИД Украины|ORG].",
        "c": "Немецкая [Компания|ORG||DE]. [Компания|ORG].",
    }
    polish, ukrainian, last, *others, german, company = entities_of(releases)
    assert {ukrainian, last, *others} == {"ORG:ministerstvo-inostrannykh-del-ukraina"}
    assert polish == "ORG:ministerstvo-inostrannykh-del-polsha"
    assert german == company  # no body that every state has one of


def test_short_form_means_the_body_of_the_person_who_heads_it():
    releases = {
        "a": "глава [МИД Великобритании|ORG] [Борис Джонсон|PER]",
        "b": "глава [МИД Великобритании|ORG] [Борис Джонсон|PER]",
        "c": "В [Париже|LOC|Париж] был глава [МИД|ORG] [Борис Джонсон|PER]",
    }
    roles = [(d, "Борис Джонсон", "глава", "МИД" if d == "c" else "МИД Великобритании") for d in releases]
    organizations = [e for e in entities_of(releases, roles=roles) if e.startswith("ORG")]
    assert len(set(organizations)) == 1


def test_a_general_name_means_no_body_where_several_fit():
    found = entities_of({"a": "[Экономический суд Минска|ORG], [Верховный суд Минска|ORG] и [Суд Минска|ORG]"})
    assert len(set(found)) == 3


def test_an_organ_of_the_union_that_a_release_is_about_before_another_unions_named_later():
    marked = "[ОДКБ|ORG] и [ОДКБ|ORG]. Советник [Секретариата|ORG|Секретариат] ждал. [Секретариат ОБСЕ|ORG] молчал."
    assert entities_of({"a": marked})[2] == "ORG:sekretariat-odkb"


def test_a_committee_of_an_organ_is_the_unions():
    marked = "[ОДКБ|ORG]. [Комитет ПА ОДКБ по обороне|ORG]. [Комитет Госдумы по обороне|ORG]. [Комитет|ORG] решил."
    found = entities_of({"a": marked})
    assert found[3] == found[1]
