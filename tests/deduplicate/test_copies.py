"""Copies as newsrooms make them: cut, expanded, headed anew, put in another order; and what only looks like one."""

from __future__ import annotations

from datetime import timedelta

import pytest

from syndicator.deduplicate.fingerprints import fingerprints
from syndicator.deduplicate.frames import frame
from syndicator.model.article import Article
from syndicator.model.entry import Origin
from syndicator.model.verdict import Decision, VerdictKind
from tests.deduplicate.articles import DAWN, LONG, OTHER, article, at, poll

NEWS = {
    "en": LONG.split(". "),
    "ru": [
        "Медицинская академия северного города открыла отделение, где студенты учатся принимать роды на тренажёрах",
        "Занятия ведут акушеры двух городских больниц, которые получили для этого особые сертификаты",
        "Первые сорок человек придут в сентябре, а весной их примут на практику районные клиники",
        "Декан считает, что таких отделений понадобится ещё три, иначе врачей в сёлах не хватит",
        "Деньги на оборудование дали выпускники, собравшие их за год по всей области",
    ],
    "kk": [
        "Оңтүстіктегі медицина колледжі мейіргерлерге арналған жаңа оқу орталығын ашты",
        "Онда студенттер науқасқа күтім жасауды заманауи жабдықтарда жаттығып үйренеді",
        "Сабақты қаладағы екі аурухананың тәжірибелі дәрігерлері кезектесіп өткізеді",
        "Алғашқы қырық адам күзде қабылданады, ал көктемде олар аудандық емханаларға барады",
        "Колледж басшысы ауылдарда маман жетіспейтінін, сондықтан орталық керек болғанын айтты",
        "Жабдыққа қажет қаржыны түлектер бір жыл бойы жинап берген",
        "Жатақхана мен асхана келесі жылы көрші көшедегі бұрынғы мектеп ғимаратында ашылмақшы",
        "Оқу тегін, бірақ бітіргендер ауылдағы емханада кемінде үш жыл жұмыс істеуге міндетті",
    ],
    "ar": [
        "افتتحت كلية الطب في المدينة الشمالية مركزا جديدا يتدرب فيه الطلاب على إسعاف المرضى بأجهزة حديثة",
        "ويشرف على الدروس أطباء من مستشفيين كبيرين حصلوا على شهادات خاصة في التعليم الطبي",
        "وسيلتحق أربعون طالبا بالمركز في الخريف ثم ينتقلون في الربيع إلى عيادات القرى المجاورة",
        "وقال عميد الكلية إن البلاد تحتاج إلى ثلاثة مراكز أخرى حتى لا يبقى الريف بلا أطباء",
        "وتبرع خريجو الكلية بالمال اللازم لشراء الأجهزة بعد حملة استمرت عاما كاملا",
    ],
    "zh": [
        "北方城市的医学院本周开设了新的急救训练中心，学生可以在模拟设备上练习抢救病人",
        "两家大型医院的医生轮流授课，他们都取得了医学教育的专门证书",
        "第一批四十名学生将于秋季入学，明年春天前往附近乡镇的卫生院实习",
        "院长表示全省还需要三个这样的中心，否则农村地区仍然缺少医生",
        "购买设备的资金由历届校友捐赠，募捐活动持续了整整一年",
    ],
}
"""Language → the sentences of one piece of news."""
END = {"zh": "。"}
HEADLINES = {"en": "Surgery", "ru": "Тренажёры", "kk": "Орталық", "ar": "مركز", "zh": "中心"}

LANGUAGES = pytest.mark.parametrize("language", sorted(NEWS))


def told(language: str, sentences: list[str]) -> str:
    return END.get(language, ". ").join(sentences)


def copy(language: str, text: str) -> Article:
    """As another source tells it, under a headline of its own."""
    return article(
        "copy", source="beta", identity="guid:copy", language=language, text=text, title=HEADLINES[language],
        published=DAWN + timedelta(hours=2),
    )  # fmt: skip


def beside(language: str, text: str) -> Decision:
    """What such a copy is beside the original."""
    original = article(language=language, text=told(language, NEWS[language]))
    (decision,) = poll([copy(language, text)], original)
    return decision


def told_twice(decision: Decision) -> bool:
    return (decision.verdict.kind, decision.verdict.of, decision.story) == (VerdictKind.REPRINT, "id-a", "id-a")


@LANGUAGES
def test_another_headline_makes_no_other_text(language: str) -> None:
    """In any script, also one that puts no spaces between words."""
    assert told_twice(beside(language, told(language, NEWS[language])))


@LANGUAGES
def test_a_copy_may_be_cut_to_its_lead(language: str) -> None:
    """What is left is contained in the whole."""
    assert told_twice(beside(language, told(language, NEWS[language][:-1])))


@LANGUAGES
def test_a_copy_may_be_expanded(language: str) -> None:
    """By half as much of its own, before or after."""
    more = {"en": OTHER.split(". ")}.get(language, [f"{each} {HEADLINES[language]}" for each in NEWS[language][::-1]])[
        :2
    ]
    assert told_twice(beside(language, told(language, [*more, *NEWS[language]])))
    assert told_twice(beside(language, told(language, [*NEWS[language], *more])))


@LANGUAGES
def test_a_copy_may_be_put_in_another_order(language: str) -> None:
    """Sentence by sentence."""
    assert told_twice(beside(language, told(language, NEWS[language][::-1])))


@LANGUAGES
def test_a_sentence_in_common_makes_no_copy(language: str) -> None:
    """A quotation."""
    strange = [each[::-1] for each in NEWS[language][1:]]
    assert beside(language, told(language, [NEWS[language][0], *strange])).verdict.kind is VerdictKind.NEW


@LANGUAGES
def test_a_short_text_needs_more_than_being_contained(language: str) -> None:
    """One sentence is too little; the same words under the same headline at the same address are enough."""
    short = NEWS[language][0]
    assert beside(language, short).verdict.kind is VerdictKind.NEW
    original = article(language=language, text=short)
    linking = article(
        "copy", source="beta", identity="guid:copy", language=language, text=short, **at(original.link or "")
    )
    (decision,) = poll([linking], original)
    assert told_twice(decision)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Rates on 5 May", "Rates on 6 May"),
        ("Курс валют на 5 мая", "Курс валют на 6 мая"),
        ("5 мамырдағы бағам", "6 мамырдағы бағам"),
        ("أسعار ٥ مايو", "أسعار ٦ مايو"),
        ("5月5日汇率", "5月6日汇率"),
    ],
)
def test_issues_of_a_series_are_told_apart_by_their_numbers(before: str, after: str) -> None:
    """However alike their texts are, at the same source or at another (I12)."""
    for source in ("alpha", "beta"):
        next_issue = article("b", title=after, text=LONG, source=source, published=DAWN + timedelta(days=1))
        (decision,) = poll([next_issue], article(title=before, text=LONG + " And more."))
        assert decision.verdict.kind is VerdictKind.NEW


def test_the_original_is_who_was_first_or_whom_the_other_credits() -> None:
    """Whichever was collected first."""
    text = told("en", NEWS["en"])
    early, late = article("a", text=text), copy("en", text)
    assert [each.verdict.kind for each in poll([late, early])] == [VerdictKind.REPRINT, VerdictKind.NEW]
    crediting = article("c", source="beta", text=text, origin=Origin(title="Alpha"))
    (decision,) = poll([article(text=text, published=DAWN + timedelta(hours=9))], crediting)
    assert (decision.verdict.kind, decision.verdict.of) == (VerdictKind.SAME_STORY, "id-c")


PROFILE = (
    " The agency was founded by seven editors and reports on schools and hospitals from forty towns in nine languages. "
    "Its correspondents are physicians and teachers who write beside their work, and nobody pays for their reports. "
    "Whoever wants to support it may send books, maps or old instruments to the reading room above the market hall."
)
OWN = [
    "Nurses of the lake district voted for a longer training year after a debate that lasted until midnight on Friday "
    "and drew hundreds of listeners from the villages around, most of them relatives of patients. The vote binds every "
    "ward from October, and those who began this spring may choose which of both curricula they want to follow.",
    "A professor from the harbour town received the prize for her atlas of tropical fevers, which she drew by hand "
    "over twelve winters and gave to every library on the coast without asking for money. Her pupils copied its plates "
    "onto cloth, so that midwives can carry them in boats through the rains and hang them up in any hut.",
    "The pharmacy school moved to the old railway station because its cellars flooded twice last spring, and lectures "
    "will be held in the waiting room until carpenters have finished the laboratories upstairs. Trains still pass at "
    "noon, which is when the bell for lunch is rung, said the caretaker, who worked there as a signalman.",
]


def test_what_a_source_writes_under_everything_makes_no_copy() -> None:
    """A profile of the agency, quoted by somebody who uses none of its news."""
    theirs = [article(f"n{nr}", text=text + PROFILE, source="beta", identity=f"g{nr}") for nr, text in enumerate(OWN)]
    quoting = article("q", text="The council of editors met on Tuesday to talk about its future." + PROFILE)
    assert [each.verdict.kind for each in poll(theirs, quoting)] == [VerdictKind.NEW] * 3
    (alone,) = poll(theirs[:1], quoting)
    assert alone.verdict.kind is VerdictKind.REPRINT, "of one article nobody can tell what is its own"


def test_copies_of_one_text_are_no_frame() -> None:
    """A source that lists three reprints of one dispatch has no frame of that dispatch."""
    dispatch = fingerprints(LONG)
    assert frame([dispatch, dispatch, dispatch]) == frame([]) == frozenset()
    framed = [fingerprints(text + PROFILE) for text in OWN]
    assert frame(framed) == frame([*framed, dispatch, frozenset()]) == framed[0] & framed[1] & framed[2] != frozenset()
