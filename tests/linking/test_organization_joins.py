from tests.linking.releases import entities_of


def test_a_latin_word_is_the_only_longer_name_that_ends_with_it():
    both = "Профсоюз [Vereinigung Cockpit|ORG] ждёт. [Cockpit|ORG] согласен."
    assert len(set(entities_of({"a": both, "b": "[Cockpit|ORG] бастует."}))) == 1
    apart = {"a": "Профсоюз [Vereinigung Cockpit|ORG] ждёт.", "b": "[Cockpit|ORG] бастует."}
    assert len(set(entities_of(apart))) == 2
    times = "[Financial Times|ORG] и [Times|ORG]."
    assert len(set(entities_of({"a": times, "b": "[New York Times|ORG]"}))) == 3


def test_a_name_in_both_alphabets_is_one():
    releases = {"a": "[Uniper|ORG] и [Юнипер|ORG]", "b": "[Nord Stream 2 AG|ORG]", "c": "[Норд Стрим 2 АГ|ORG]"}
    found = entities_of(releases)
    assert found[0] == found[1] != found[2] == found[3]


def test_a_misprint_is_the_only_name_that_differs_by_a_letter():
    often = dict.fromkeys("abc", "[Консервативная партия|ORG]")
    assert len(set(entities_of({**often, "d": "[Консерватовная партия|ORG]"}))) == 1
    # Spelt so in another name too, or the usual name is rare itself: nothing tells which is the misprint.
    twice = {**often, "d": "[Консерватовная партия|ORG] и [Консерватовная газета|ORG]"}
    assert len(set(entities_of(twice))) == 3
    assert len(set(entities_of({"a": often["a"], "d": "[Консерватовная партия|ORG]"}))) == 2
    # Short words are seldom misprints of each other, and so are names of one word.
    assert len(set(entities_of({**dict.fromkeys("abc", "[Партия труда|ORG]"), "d": "[Партия трубы|ORG]"}))) == 2
    assert len(set(entities_of({**dict.fromkeys("abc", "[Мособлбанк|ORG]"), "d": "[Мосослбанк|ORG]"}))) == 2


def test_a_bare_body_is_not_that_of_a_country_which_its_release_does_not_speak_of():
    releases = {
        "a": "[Совет Безопасности России|ORG] в [Москва|LOC], [Россия|LOC]",
        "b": "[Россия|LOC]: [Совет Безопасности|ORG]",
        "c": "[Армения|LOC]: [Совет Безопасности|ORG]",
        "d": "[Совет Безопасности|ORG] заявил",
    }
    bodies = [entity_id for entity_id in entities_of(releases) if entity_id.startswith("ORG")]
    russian = "ORG:sovet-bezopasnosti-rossiia"
    assert bodies == [russian, russian, "ORG:sovet-bezopasnosti", russian]
