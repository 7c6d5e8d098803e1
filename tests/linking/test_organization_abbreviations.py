from tests.linking.releases import entities_of, linked


def test_defined_abbreviation():
    text = "[Центр мониторинга наркоугроз|ORG] ([ЦМН|ORG])"
    releases = {"a": text, "b": "[ЦМН|ORG]"}
    shorts = [("a", "ЦМН", "Центр мониторинга наркоугроз")]
    found = linked(releases, shorts)
    assert set(found.mention_entities["entity_id"]) == {"ORG:tsentr-monitoringa-narkougroz"}
    assert found.organizations.iloc[0]["abbreviation"] == "ЦМН"
    assert found.abbreviation_entities["entity_id"].tolist() == ["ORG:tsentr-monitoringa-narkougroz"]


def test_the_releases_own_definition_wins():
    releases = {
        "a": "[Агентство экспорта|ORG] ([АЭ|ORG])",
        "b": "[Ассоциация энергетиков|ORG] ([АЭ|ORG])",
        "c": "[АЭ|ORG]",
    }
    found = entities_of(releases, [("a", "АЭ", "Агентство экспорта"), ("b", "АЭ", "Ассоциация энергетиков")])
    assert found[0] == found[1]
    assert found[2] == found[3]
    assert len(set(found)) == 3  # the third release does not say which


def test_a_word_defined_as_a_short_form_means_another_body_elsewhere():
    releases = {
        "a": "[Организация Договора о коллективной безопасности|ORG] (далее – [Организация|ORG]) заседала.",
        "b": "В [ШОС|ORG] обсудили планы. Секретариат [Организации|ORG|Организация] сообщил об этом.",
    }
    found = entities_of(releases, [("a", "Организация", "Организация Договора о коллективной безопасности")])
    assert found == ["ORG:odkb", "ORG:odkb", "ORG:shos", "ORG:shos"]


def test_initials_of_a_body_with_its_owner():
    text = "[Сибирское отделение [РАН|ORG]|ORG] и [СО [РАН|ORG]|ORG]; [Уральское отделение [РАН|ORG]|ORG]"
    branch, academy, short, _, other, _ = entities_of({"a": text})
    assert branch == short != other != academy
