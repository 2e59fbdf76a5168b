"""Articles join the story of their relatives, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from math import exp

import pytest

from syndicator.deduplicate import Rarity, clues, relate
from syndicator.deduplicate.relating import JOIN, SUGGEST
from syndicator.deduplicate.relation import contributions, features, likelihood, speak_alike, weigh
from syndicator.deduplicate.weights import ACROSS, BIAS
from syndicator.model.article import Article
from syndicator.model.clues import Clues, Relative
from syndicator.model.story import Bond, Guard, Standing
from syndicator.model.topic import Tagged
from syndicator.model.verdict import Decision, VerdictKind
from tests.deduplicate.articles import DAWN, LONG, OTHER, article, decide

NEW, SAME, UPDATE, TRANSLATION = (
    VerdictKind.NEW,
    VerdictKind.SAME_STORY,
    VerdictKind.UPDATE,
    VerdictKind.TRANSLATION,
)
VISIT = Tagged((), ("KZ", "IL"), ("rambam", "semey-medical-university"), concepts=("delegation", "residency"))
ENGLISH = article(
    "en",
    title="Delegation of Semey university agrees on residency places in Haifa",
    text="The rector Yerlan Sagyndykov signed a memorandum with Rambam hospital. It gives 128 places to residents.",
    source="alpha",
)
RUSSIAN = article(
    "ru",
    title="Делегация университета Семея договорилась о резидентуре в Хайфе",
    text="Ректор Ерлан Сагындыков подписал меморандум с госпиталем «Рамбам»: 128 мест для резидентов.",
    source="beta",
    language="ru",
)
KAZAKH = article(
    "kk",
    title="Семей университетінің делегациясы Хайфадағы резидентура туралы келісті",
    text="Ректор Ерлан Сағындықов «Рамбам» госпиталімен меморандумға қол қойды: резиденттерге 128 орын беріледі.",
    source="gamma",
    language="kk-Cyrl",
)
UNLIKE = article("unlike", title="Apricots are early this year", text=OTHER, source="delta")


def known_rarity() -> Rarity:
    """As after some days: words of every day are known to be common."""
    rarity = Rarity()
    for number in range(60):
        text = f"The rector of a university signed a memorandum with a hospital on day{number}."
        rarity.add(clues(article(str(number), text=text), Tagged((), ("KZ",), concepts=("delegation",)), rarity))
    return rarity


def related(
    articles: Sequence[Article], *have: Relative, tagged: Tagged = VISIT, rarity: Rarity | None = None
) -> tuple[list[Decision], dict[str, str]]:
    known = rarity or known_rarity()
    decisions = decide(articles)
    found = {each.article.id: clues(each.article, tagged, known) for each in decisions}
    done = relate(decisions, found, {each.article.id: have for each in decisions}, known)
    return list(done.decisions), dict(done.merged)


def relative(of: Article, *, story: str = "", tagged: Tagged = VISIT) -> Relative:
    return Relative(of.id, story or of.id, clues(of, tagged, known_rarity()))


def test_reports_of_one_event_are_one_story_in_any_language() -> None:
    """By numbers, names, organisations and places, within a batch and with what the store has."""
    (english, russian), merged = related([ENGLISH, RUSSIAN], relative(KAZAKH))
    assert [english.story, russian.story] == ["id-kk", "id-kk"]
    assert [english.verdict.kind, russian.verdict.kind] == [SAME, SAME]
    assert merged == {}


def test_the_reasons_say_what_is_shared() -> None:
    """In words an operator can check."""
    (russian,), _ = related([RUSSIAN], relative(ENGLISH))
    assert russian.verdict.of == "id-en"
    first, *others = russian.verdict.reasons
    assert first.startswith("tells of the same event as an article of alpha, likely by ")
    assert "numbers 128" in others
    assert "organisations rambam, semey-medical-university" in others
    assert "places IL, KZ" in others
    assert any(each.endswith(" names") for each in others)
    assert not any(each.startswith("words alike") for each in others)


def test_other_news_is_a_story_of_its_own() -> None:
    """Nothing shared, nothing joined."""
    (other,), merged = related([UNLIKE], relative(ENGLISH, tagged=VISIT), tagged=Tagged())
    assert (other.verdict.kind, other.story, merged) == (NEW, "id-unlike", {})


def test_a_source_that_tells_its_news_in_another_language_translates() -> None:
    """Soon after, that is."""
    own = replace(RUSSIAN, source="alpha")
    (soon,), _ = related([own], relative(ENGLISH))
    assert (soon.verdict.kind, soon.verdict.of) == (TRANSLATION, "id-en")
    (later,), _ = related([replace(own, published=DAWN + timedelta(days=4))], relative(ENGLISH))
    assert later.verdict.kind is SAME


def test_a_source_that_tells_its_news_again_brings_them_up_to_date() -> None:
    """In other words than before, but mostly the same; its translation of before is not what it updates."""
    text, later = f"{ENGLISH.text} Courts agreed today.", DAWN + timedelta(hours=1)
    again = replace(ENGLISH, id="id-again", published=later, text=text, title=f"Update: {ENGLISH.title}")
    translated = replace(RUSSIAN, source="alpha")
    (news,), _ = related([again], relative(ENGLISH), relative(translated, story="id-en"))
    assert (news.verdict.kind, news.verdict.of, news.story) == (UPDATE, "id-en", "id-en")
    assert any(each.startswith("words alike by ") for each in news.verdict.reasons)


def test_a_series_of_one_source_is_many_stories() -> None:
    """The weather of today is not that of yesterday: same words, other numbers."""
    weather = "The forecast for Astana: {} degrees in the morning, {} in the evening, wind of {} metres."
    one = article("one", title="Weather in Astana", text=weather.format(21, 25, 12))
    tomorrow = DAWN + timedelta(days=1)
    two = article("two", title="Weather in Astana", text=weather.format(17, 22, 14), published=tomorrow)
    (today,), _ = related([two], relative(one), tagged=VISIT)
    assert today.verdict.kind is NEW
    (elsewhere,), _ = related([replace(two, source="beta", text=one.text)], relative(one), tagged=VISIT)
    assert elsewhere.verdict.kind is not NEW
    untold = replace(two, text="The forecast for Astana: warm in the morning, cold in the evening, little wind.")
    (same,), _ = related([untold], relative(one), tagged=VISIT)
    assert same.verdict.kind is UPDATE


def test_what_a_source_says_at_once_is_two_things() -> None:
    """A publisher who lists two pages side by side means both, however alike they are."""
    twin = replace(ENGLISH, id="id-twin", published=DAWN + timedelta(minutes=3))
    (news,), _ = related([twin], relative(ENGLISH))
    assert news.verdict.kind is NEW
    (elsewhere,), _ = related([replace(twin, source="beta")], relative(ENGLISH))
    assert elsewhere.verdict.kind is SAME


def test_a_further_step_told_by_the_same_source_is_another_story() -> None:
    """Or its follow-up would hide behind its first report; another source's report of the same joins that."""
    step = replace(
        ENGLISH,
        id="id-step",
        published=DAWN + timedelta(days=1),
        title="First residents leave Semey for Haifa",
        text="Eight of 128 young doctors said goodbye to Yerlan Sagyndykov today; flats near Rambam wait for them.",
    )
    (news,), _ = related([step], relative(ENGLISH))
    assert news.verdict.kind is NEW
    (elsewhere,), _ = related([replace(step, source="beta")], relative(ENGLISH))
    assert elsewhere.verdict.kind is SAME


def test_two_reports_of_one_source_under_other_headlines_are_one_story() -> None:
    """A preview and a report: other titles, the same event."""
    later = DAWN + timedelta(hours=1)
    report = replace(
        ENGLISH,
        id="id-later",
        published=later,
        title="Haifa: Semey rector Sagyndykov came for residency at Rambam, 128",
    )
    (news,), _ = related([report], relative(ENGLISH))
    assert news.story == "id-en"


def test_one_near_member_is_not_enough() -> None:
    """No chain of neighbours ties two events together: the members on the whole must agree."""
    crowd = [
        relative(article(str(n), title=f"Apricots {n}", text=OTHER, source="delta"), story="id-en", tagged=Tagged())
        for n in range(5)
    ]
    (alone,), _ = related([RUSSIAN], relative(ENGLISH), *crowd)
    assert alone.verdict.kind is NEW


def test_stories_shown_to_be_one_are_merged_into_the_older() -> None:
    """When their own members agree, not for the sake of the article that is like both."""
    older = relative(replace(ENGLISH, published=DAWN - timedelta(hours=5)))
    (kazakh,), merged = related([KAZAKH], relative(RUSSIAN), older)
    assert merged == {"id-ru": "id-en"}
    assert kazakh.story == "id-en"


def test_stories_that_only_a_third_ties_stay_apart() -> None:
    """An article like two stories joins the nearer; nobody can tie strangers together."""
    ankara = article(
        "tr",
        title="Karaganda heyeti Ankara'da anlaştı",
        text="Rektör Gülnar Omarova, Hacettepe hastanesi ile mutabakat imzaladı: 345 öğrenci.",
        language="tr",
        source="epsilon",
    )
    elsewhere = Tagged((), ("KZ", "TR"), ("hacettepe",), concepts=("delegation",))
    both = replace(KAZAKH, text=f"{KAZAKH.text} Gülnar Omarova Hacettepe Karaganda Ankara 345")
    everything = Tagged((), ("KZ", "IL", "TR"), (*VISIT.organisations, "hacettepe"), concepts=VISIT.concepts)
    (kazakh,), merged = related([both], relative(ENGLISH), relative(ankara, tagged=elsewhere), tagged=everything)
    assert kazakh.verdict.kind is SAME
    assert merged == {}


def test_what_is_merged_stays_merged_for_the_rest_of_the_batch() -> None:
    """Later articles of the batch see the story that was kept."""
    older = relative(replace(ENGLISH, published=DAWN - timedelta(hours=5)))
    second = replace(KAZAKH, id="id-kk2", source="zeta", identity="kk2", canonical=None, link=None, content_hash="z")
    decisions, merged = related([KAZAKH, second], relative(RUSSIAN), older)
    assert {each.story for each in decisions} == {"id-en"}
    assert merged == {"id-ru": "id-en"}


def test_stories_that_an_editor_keeps_apart_are_not_merged() -> None:
    """Whatever an article shows; it joins the one that it is nearer to, and the other is no less near."""
    rarity = known_rarity()
    older = relative(replace(ENGLISH, published=DAWN - timedelta(hours=5)))
    have, decision = [relative(RUSSIAN), older], decide([KAZAKH])[0]
    found = {"id-kk": clues(KAZAKH, VISIT, rarity)}
    done = relate([decision], found, {"id-kk": have}, rarity, apart={("id-en", "id-ru")})
    assert done.merged == ()
    assert done.decisions[0].story in ("id-en", "id-ru")
    elsewhere = relate([decision], found, {"id-kk": have}, rarity, apart={("id-en", "id-else")})
    assert elsewhere.merged == (("id-ru", "id-en"),)


def test_a_merge_of_this_batch_does_not_bring_together_what_is_kept_apart() -> None:
    """One story became part of another that is kept apart from a third: so is the whole."""
    rarity = known_rarity()
    third = replace(RUSSIAN, id="id-third", source="theta", published=DAWN - timedelta(hours=9), title="Семей и Хайфа")
    older = relative(replace(ENGLISH, published=DAWN - timedelta(hours=5)))
    have = [relative(RUSSIAN), older, relative(third)]
    found = {"id-kk": clues(KAZAKH, VISIT, rarity)}
    free = relate(decide([KAZAKH]), found, {"id-kk": have}, rarity)
    assert len(free.merged) == 2
    held = relate(decide([KAZAKH]), found, {"id-kk": have}, rarity, apart={("id-ru", "id-third")})
    assert {"id-ru", "id-third"} - {one for pair in held.merged for one in pair}


def test_what_is_known_is_not_related() -> None:
    """Only what is new looks for a story; what changed nothing has no clues."""
    known = Decision(ENGLISH, decide([ENGLISH])[0].verdict, "id-en", frozenset())
    done = relate([known], {}, {}, Rarity())
    assert done.decisions == (known,)


def test_old_articles_are_no_relatives() -> None:
    """This year's conference is not last year's."""
    (new,), _ = related([RUSSIAN], relative(replace(ENGLISH, published=DAWN - timedelta(days=360))))
    assert new.verdict.kind is NEW


def test_an_update_of_an_article_keeps_its_story() -> None:
    """Only what is new is placed."""
    rarity = known_rarity()
    changed = replace(decide([RUSSIAN])[0], verdict=replace(decide([RUSSIAN])[0].verdict, kind=UPDATE))
    found = {"id-ru": clues(RUSSIAN, VISIT, rarity)}
    done = relate([changed], found, {"id-ru": [relative(ENGLISH)]}, rarity)
    assert done.decisions == (changed,)


# --- what is noted of it ---------------------------------------------------------------------------------------------


def bonds(newcomer: Article, *have: Relative, tagged: Tagged = VISIT) -> list[Bond]:
    rarity = known_rarity()
    decision = decide([newcomer])[0]
    found = {newcomer.id: clues(newcomer, tagged, rarity)}
    return list(relate([decision], found, {newcomer.id: have}, rarity).bonds)


def test_what_an_article_joined_by_is_noted_feature_by_feature() -> None:
    """How much each says, and how likely it is on the whole."""
    (bond,) = bonds(RUSSIAN, relative(ENGLISH))
    assert (bond.article, bond.other, bond.standing, bond.guard) == ("id-ru", "id-en", Standing.JOINED, None)
    assert bond.likelihood >= JOIN
    assert bond.features["numbers"] > 0
    assert bond.features["organisations-alike"] > 0
    assert "other-places" not in bond.features


def test_weaker_evidence_is_a_suggestion() -> None:
    """The longer ago, the less likely: joined, then suggested, then kept apart."""
    one = Tagged((), ("KZ",), ("rambam",))
    told = replace(
        RUSSIAN, title="Новости университета", text="Ректор Ерлан Сагындыков подписал меморандум с госпиталем «Рамбам»."
    )
    found = [
        bonds(replace(told, published=DAWN + timedelta(hours=hours)), relative(ENGLISH), tagged=one)[0]
        for hours in range(0, 120, 4)
    ]
    standings = [each.standing for each in found]
    order = [Standing.JOINED, Standing.SUGGESTED, Standing.APART]
    assert sorted(standings, key=order.index) == standings
    assert set(standings) == set(order)
    suggested = [each for each in found if each.standing is Standing.SUGGESTED]
    assert all(SUGGEST <= each.likelihood < JOIN and each.guard is Guard.UNLIKELY for each in suggested)


def test_a_further_step_is_suggested_beside_the_story_it_follows() -> None:
    """It is a story of its own, and its readers want the other, too."""
    step = replace(
        ENGLISH,
        id="id-step",
        published=DAWN + timedelta(days=1),
        title="First residents leave Semey for Haifa",
        text="Eight of 128 young doctors said goodbye to Yerlan Sagyndykov today; flats near Rambam wait for them.",
    )
    (bond,) = bonds(step, relative(ENGLISH))
    assert (bond.standing, bond.guard) == (Standing.SUGGESTED, Guard.FURTHER_STEP)


def test_a_near_member_of_a_story_that_is_not_near_is_suggested() -> None:
    """One neighbour does not make a story, and tells where to look."""
    crowd = [
        relative(article(str(n), title=f"Apricots {n}", text=OTHER, source="delta"), story="id-en", tagged=Tagged())
        for n in range(5)
    ]
    (bond,) = bonds(RUSSIAN, relative(ENGLISH), *crowd)
    assert (bond.other, bond.standing, bond.guard) == ("id-en", Standing.SUGGESTED, Guard.MEMBERS)


def test_a_story_that_only_a_third_ties_is_suggested_beside_the_one_it_joined() -> None:
    """The members of the two do not agree, and a person may."""
    ankara = article("tr", title="Karaganda heyeti", text="Gülnar Omarova Hacettepe 345", language="tr", source="eps")
    elsewhere = Tagged((), ("KZ", "TR"), ("hacettepe",), concepts=("delegation",))
    both = replace(KAZAKH, text=f"{KAZAKH.text} Gülnar Omarova Hacettepe Karaganda 345")
    everything = Tagged((), ("KZ", "IL", "TR"), (*VISIT.organisations, "hacettepe"), concepts=VISIT.concepts)
    joined, other = bonds(both, relative(ENGLISH), relative(ankara, tagged=elsewhere), tagged=everything)
    assert (joined.other, joined.standing) == ("id-en", Standing.JOINED)
    assert (other.other, other.standing, other.guard) == ("id-tr", Standing.SUGGESTED, Guard.MEMBERS)


def test_what_is_merged_is_suggested_no_more() -> None:
    """It is one story."""
    older = relative(replace(ENGLISH, published=DAWN - timedelta(hours=5)))
    assert [each.standing for each in bonds(KAZAKH, relative(RUSSIAN), older)] == [Standing.JOINED]


def test_no_more_than_three_stories_are_suggested() -> None:
    """The likeliest; a page is no list of everything."""
    steps = [
        relative(replace(ENGLISH, id=f"id-{n}", text=f"{ENGLISH.text} {n}{n}{n}"), story=f"s{n}") for n in range(5)
    ]
    told = "Rector Yerlan Sagyndykov took leave of 128 residents whom Rambam hospital gives places."
    later = replace(ENGLISH, id="id-later", published=DAWN + timedelta(days=1), title="Residents leave", text=told)
    found = bonds(later, *steps)
    assert [each.standing for each in found] == [Standing.SUGGESTED] * 3
    assert [each.likelihood for each in found] == sorted((each.likelihood for each in found), reverse=True)


@pytest.mark.parametrize(
    ("newcomer", "guard"),
    [
        (replace(ENGLISH, id="id-twin", published=DAWN + timedelta(minutes=3)), Guard.BESIDE),
        (replace(ENGLISH, id="id-2", published=DAWN + timedelta(days=1), text="It was 19 °C, 23, 27."), Guard.SERIES),
        (replace(UNLIKE, source="beta"), Guard.UNSPECIFIC),
    ],
)
def test_of_what_begins_a_story_is_noted_what_kept_it_from_its_nearest(newcomer: Article, guard: Guard) -> None:
    """Nothing of it is worth a suggestion."""
    (bond,) = bonds(newcomer, relative(ENGLISH), tagged=Tagged((), ("KZ", "IL"), concepts=("delegation",)))
    assert (bond.standing, bond.guard) == (Standing.APART, guard)


def test_what_has_no_relatives_has_no_bonds() -> None:
    """And what is no news neither."""
    assert bonds(UNLIKE) == []


@pytest.mark.parametrize(
    ("tagged", "sign"), [(VISIT, 1), (Tagged((), ("TR", "UZ"), ("hacettepe",), concepts=("delegation",)), -1)]
)
def test_other_places_and_organisations_speak_against(tagged: Tagged, sign: int) -> None:
    """Two delegations of one week are two events, however alike their words are."""
    rarity = known_rarity()
    numbers_apart = replace(RUSSIAN, text=RUSSIAN.text.replace("128", "45") if sign < 0 else RUSSIAN.text)
    one, other = clues(ENGLISH, VISIT, rarity), clues(numbers_apart, tagged, rarity)
    values = features(one, weigh(one, rarity), other, weigh(other, rarity))
    assert values["other-places"] == values["other-organisations"] == min(sign, 0)
    likely = likelihood(values, within=speak_alike(one, other))
    assert (likely > 0.5) is (sign > 0)


def valued(one: Article, other: Article, ones: Tagged = VISIT, others: Tagged = VISIT) -> dict[str, float]:
    rarity = known_rarity()
    here, there = clues(one, ones, rarity), clues(other, others, rarity)
    return features(here, weigh(here, rarity), there, weigh(there, rarity))


@pytest.mark.parametrize(
    ("organisations", "differ"),
    [(("rambam", "hacettepe"), True), (("rambam",), False), ((*VISIT.organisations, "hacettepe"), False), ((), False)],
)
def test_who_signs_with_another_is_of_another_event(organisations: tuple[str, ...], differ: bool) -> None:
    """Rambam and Semey are not Rambam and Hacettepe; a report that leaves one out, or adds one, may be the same."""
    values = valued(ENGLISH, RUSSIAN, others=replace(VISIT, organisations=organisations))
    assert values["other-organisations"] == -float(differ)


def test_reports_of_other_days_are_of_other_events() -> None:
    """Each says a day, and none that the other says: a daily report is told anew every day."""
    third, eighth = (article(day, text=f"In the night of {day} May shots were heard.") for day in ("3", "8"))
    same, none = article("x", text="Since 3 May it rains."), article("y", text="Shots were heard.")
    assert valued(third, eighth)["other-dates"] == -1
    assert valued(third, same)["other-dates"] == 0 == valued(third, none)["other-dates"]


def test_each_headline_names_somebody_else() -> None:
    """Two matches of one evening: it counts what is missing on the side where less is."""
    one = article("one", title="Nadal beats Federer", text="Nadal won. Federer left.")
    two = article("two", title="Williams beats Clijsters", text="Williams won. Clijsters left.")
    both = article("both", title="Evening of winners", text="Nadal and Federer, Williams and Clijsters played.")
    assert valued(one, two)["other-names"] < -0.3
    assert valued(one, both)["other-names"] == 0 == valued(both, two)["other-names"]


def test_titles_are_looked_for_in_the_other_text() -> None:
    """Headlines of one event differ in words, but each is told in the other's text."""
    retold = replace(ENGLISH, id="id-retold", title="Rector speaks in Haifa", text=f"{ENGLISH.title}. {ENGLISH.text}")
    there, elsewhere = valued(ENGLISH, retold)["titles-told"], valued(ENGLISH, UNLIKE)["titles-told"]
    assert elsewhere < 0.2 < 0.6 < there < 1
    assert valued(ENGLISH, ENGLISH)["titles-told"] == pytest.approx(1)
    assert valued(replace(ENGLISH, title=""), replace(ENGLISH, title=""))["titles-told"] == 0


def test_what_one_source_tells_in_one_language_is_rather_two_things() -> None:
    """Others report the same event; a source reports the next one."""
    assert valued(ENGLISH, replace(ENGLISH, source="beta"))["one-source"] == 0
    assert valued(ENGLISH, ENGLISH)["one-source"] == -1
    assert "one-source" not in valued(ENGLISH, replace(RUSSIAN, source="alpha"))


def test_likeness_is_the_same_from_both_sides() -> None:
    """Which came first makes no difference."""
    rarity = known_rarity()
    one, other = clues(ENGLISH, VISIT, rarity), clues(article("y", text=LONG), VISIT, rarity)
    there = features(one, weigh(one, rarity), other, weigh(other, rarity))
    back = features(other, weigh(other, rarity), one, weigh(one, rarity))
    assert there == pytest.approx(back)


def test_contributions_add_up_to_the_likelihood() -> None:
    """So that what is shown is what was decided by."""
    rarity = known_rarity()
    one, other = clues(ENGLISH, VISIT, rarity), clues(RUSSIAN, VISIT, rarity)
    values = features(one, weigh(one, rarity), other, weigh(other, rarity))
    told = contributions(values, within=False)
    assert likelihood(values, within=False) == pytest.approx(
        1 / (1 + exp(-(ACROSS[BIAS] + sum(told.values())))), abs=0.01
    )
    assert 0 not in told.values()


def test_clues_are_values() -> None:
    """Nothing is computed twice for equal clues."""
    assert isinstance(clues(ENGLISH, VISIT, Rarity()), Clues)
