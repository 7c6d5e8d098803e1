"""A government named by its head is its country's."""

from tests.linking.releases import entities_of

RELEASES = {
    "a": "Премьер-министр [Великобритании|LOC|Великобритания] [Тереза Мэй|PER] выступила.",
    "b": "[Правительство [Терезы Мэй|PER|Тереза Мэй]|ORG|Правительство Терезы Мэй] и "
    "[правительство Великобритании|ORG|правительство Великобритании].",
}


def government(role, releases=RELEASES):
    roles = [("a", "Тереза Мэй", role, "Великобритании")]
    found = entities_of(releases, roles=roles)
    return [entity for entity in found if entity.startswith("ORG:")]


def test_a_government_is_that_of_its_heads_country():
    assert set(government("премьер-министр")) == {"ORG:pravitelstvo-velikobritaniia"}
    assert set(government("бывший премьер-министр")) == {"ORG:pravitelstvo-velikobritaniia"}
    assert set(government("глава правительства")) == {"ORG:pravitelstvo-velikobritaniia"}


def test_who_heads_no_government_tells_nothing():
    for role in ("вице-премьер", "министр внутренних дел", "глава делегации"):
        assert len(set(government(role))) == 2


def test_two_countries_tell_nothing():
    releases = {**RELEASES, "c": "Президент [Франции|LOC|Франция] [Шарль Мэй|PER] прибыл."}
    roles = [("a", "Тереза Мэй", "премьер-министр", "Великобритании"), ("c", "Шарль Мэй", "президент", "Франции")]
    found = [entity for entity in entities_of(releases, roles=roles) if entity.startswith("ORG:")]
    assert len(set(found)) == 2


def test_a_body_of_another_kind_keeps_its_name():
    releases = {**RELEASES, "b": "[Фонд [Терезы Мэй|PER|Тереза Мэй]|ORG|Фонд Терезы Мэй] открыт."}
    (found,) = government("премьер-министр", releases)
    assert found.startswith("ORG:fond-terezy")
