"""Decoding: what the bytes say counts more than what labels say."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from syndicator.ingest.decode import Decoded, clean_text, decode
from syndicator.model.source import Outcome
from syndicator.ports import Unreadable

RUSSIAN = "В медицинском университете открылась международная конференция по хирургии, приехали гости из многих стран."
KAZAKH = "Медицина университетінде халықаралық ғылыми конференция өтті, оған көптеген елдерден қонақтар келді."
ARABIC = "افتتح المؤتمر الطبي الدولي في الجامعة بحضور ضيوف من دول كثيرة ومناقشة نتائج الأبحاث العلمية"
HEBREW = "הכנס הרפואי הבינלאומי נפתח באוניברסיטה בהשתתפות אורחים ממדינות רבות ונידונו בו תוצאות המחקר"
GREEK = "Το διεθνές ιατρικό συνέδριο άνοιξε στο πανεπιστήμιο με τη συμμετοχή πολλών χωρών"
FRENCH = (
    "Le congrès médical a été ouvert à l’université ; les invités étrangers ont présenté des résultats très détaillés."
)


def feed(text: str, encoding: str | None = None) -> str:
    declaration = f'<?xml version="1.0" encoding="{encoding}"?>' if encoding else ""
    return f'{declaration}<rss version="2.0"><channel><item><title>{text}</title></item></channel></rss>'


def text_of(result: Decoded | Unreadable) -> str:
    assert isinstance(result, Decoded), result
    return result.text


@pytest.mark.parametrize("label", ["windows-1251", "iso-8859-1", "koi8-r", "utf-16", "rot13", "nonsense-8"])
def test_valid_utf8_wins_over_every_label(label: str) -> None:
    """C01, C02: a declaration or header that lies does no harm."""
    body = feed(KAZAKH, label).encode()
    assert KAZAKH in text_of(decode(body, f"text/xml; charset={label}"))


@pytest.mark.parametrize(
    ("label", "codec", "text"),
    [
        ("windows-1251", "cp1251", RUSSIAN),
        ("cp-1251", "cp1251", RUSSIAN),
        ("WIN-1251", "cp1251", RUSSIAN),
        ("koi8-r", "koi8-r", RUSSIAN),
        ("KOI8-RU", "koi8-u", RUSSIAN),
        ("iso-8859-8-i", "iso-8859-8", HEBREW),
        ("windows-1255", "cp1255", HEBREW),
        ("windows-1256", "cp1256", ARABIC),
        ("x-sjis", "cp932", "国際医学会議が大学で開かれた"),
        ("gb2312", "gb18030", "国际医学会议在大学召开"),
        ("big5", "big5", "國際醫學會議在大學召開"),
        ("EUC-KR", "cp949", "국제 의학 회의가 열렸다"),
        ("iso-8859-1", "cp1252", FRENCH),
        ("us-ascii", "cp1252", FRENCH),
        ("macintosh", "mac-roman", FRENCH),
        ("euc-jp", "euc_jis_2004", "第①回㈱国際医学会議"),
    ],
)
def test_a_declared_label_is_believed_by_any_of_its_names(label: str, codec: str, text: str) -> None:
    """C04: the labels in use are more than the names Python knows."""
    assert text in text_of(decode(feed(text, label).encode(codec)))


def test_the_declaration_wins_over_the_header() -> None:
    """Order of faults C01: whoever wrote the document knows better than the server."""
    assert RUSSIAN in text_of(decode(feed(RUSSIAN, "koi8-r").encode("koi8-r"), "text/xml; charset=windows-1251"))


def test_the_header_is_believed_when_there_is_no_declaration() -> None:
    assert RUSSIAN in text_of(decode(feed(RUSSIAN).encode("koi8-r"), 'text/xml; charset="koi8-r"'))


def test_a_declaration_that_does_not_fit_gives_way_to_the_header() -> None:
    body = feed("国際医学会議", "utf-8").encode("shift_jis")
    assert "国際医学会議" in text_of(decode(body, "text/xml; charset=shift_jis"))


@pytest.mark.parametrize(
    ("codec", "text"),
    [
        ("cp1251", RUSSIAN),
        ("koi8-r", RUSSIAN),
        ("iso8859-5", RUSSIAN),
        ("cp866", RUSSIAN),
        ("mac-cyrillic", RUSSIAN),
        ("cp1256", ARABIC),
        ("iso8859-6", ARABIC),
        ("cp1255", HEBREW),
        ("cp1253", GREEK),
        ("cp1253", f"Ά. {GREEK}"),
        ("iso8859-7", f"Ά. {GREEK}"),
    ],
)
@pytest.mark.parametrize("label", [None, "utf-8", "iso-8859-1"])
def test_letters_tell_the_encoding_when_labels_do_not(codec: str, text: str, label: str | None) -> None:
    """C01: statistics speak when at least nine letters in ten are of one script, even against a Western label."""
    result = decode(feed(text, label).encode(codec))
    assert text in text_of(result)
    assert isinstance(result, Decoded)
    assert "by its letters" in result.notes[0]


HUNGARIAN = "Az egyetemen megnyílt a nemzetközi orvosi konferencia; a külföldi vendégek új eredményekről beszéltek."
POLISH = "Na uniwersytecie otwarto międzynarodową konferencję; goście przedstawili nowe wyniki badań i współpracę."
CZECH = "Na univerzitě byla zahájena mezinárodní lékařská konference; hosté představili výsledky i plán na příští rok."
TURKISH = "İstanbul’da uluslararası tıp kongresi açıldı; yabancı konuklar iş birliği planlarını anlattı. İlk gün."
LITHUANIAN = "Universitete prasidėjo tarptautinė konferencija; svečiai iš užsienio pristatė naujų tyrimų rezultatus."


@pytest.mark.parametrize(
    ("codec", "text"),
    [
        ("cp1250", HUNGARIAN),
        ("iso8859-2", POLISH),
        ("cp1250", CZECH),
        ("cp1254", TURKISH),
        ("cp1257", LITHUANIAN),
    ],
)
def test_alphabets_tell_latin_encodings_from_each_other(codec: str, text: str) -> None:
    """Letters of one language of Central Europe, of Turkish or of the Baltic, and of no Western one."""
    result = decode(feed(text * 3).encode(codec))
    assert text in text_of(result)
    assert isinstance(result, Decoded)
    assert result.charset == codec
    assert "by its letters" in result.notes[0]


@pytest.mark.parametrize("text", [FRENCH, f"{FRENCH} El año próximo habrá más reuniões à noite: über größere Städte."])
def test_western_languages_together_stay_western(text: str) -> None:
    assert text in text_of(decode(feed(text).encode("cp1252")))


@pytest.mark.parametrize("label", [None, "iso-8859-1"])
def test_western_text_stays_western(label: str | None) -> None:
    """Its letters stand among ASCII letters, so no other script is seen in them."""
    assert FRENCH in text_of(decode(feed(FRENCH, label).encode("cp1252")))


def test_bytes_that_windows_1252_does_not_know_fall_back_to_latin_1() -> None:
    assert "caf\u00e9 \x81" in text_of(decode(feed("caf\u00e9 \x81", "iso-8859-1").encode("latin-1")))


def test_one_bad_byte_costs_one_character() -> None:
    """C03: never decode everything again for one byte."""
    body = feed(KAZAKH * 20).encode().replace("қонақ".encode(), b"\xd2\xffona\xd2\x9b", 1)
    result = decode(body, "text/xml; charset=windows-1251")
    assert KAZAKH in text_of(result)
    assert isinstance(result, Decoded)
    assert "2 bytes" in result.notes[0]


def test_a_bad_byte_in_ascii_that_is_called_utf8_is_replaced() -> None:
    assert "\ufffd" in text_of(decode((feed("word " * 400, "utf-8") + "!").encode() + b"\xff"))


def test_words_cut_in_the_middle_of_a_letter_do_not_change_the_encoding() -> None:
    """Excerpts cut by bytes: more than one bad byte in a thousand, but ten good letters for each."""
    body = b"".join(feed(KAZAKH).encode()[:-60] for _ in range(10))
    assert KAZAKH[:40] in text_of(decode(body))


def test_a_label_that_nearly_fits_is_believed() -> None:
    body = feed("国際医学会議" * 300, "euc-jp").encode("euc-jp").replace(b"</title>", b"\xff</title>")
    result = decode(body)
    assert "国際医学会議" in text_of(result)


@pytest.mark.parametrize(
    "label", ["rot13", "zip", "hex", "base64", "utf-7", "unicode_escape", "nonsense-8", "idna", "ü"]
)
def test_labels_that_are_no_text_encoding_are_refused(label: str) -> None:
    """C04: codecs that are not of text never see the bytes."""
    result = decode(feed("\xe9t\xe9", label).encode("latin-1"))
    assert isinstance(result, Unreadable)
    assert result.outcome is Outcome.CHARSET


@pytest.mark.parametrize(("text", "codec"), [("本日は晴天なり" * 20, "cp932"), ("国际医学会议在大学召开", "gb18030")])
def test_letters_that_fit_nothing_are_refused_rather_than_published_as_nonsense(text: str, codec: str) -> None:
    """Conformance 161: reject mojibake, be it a title alone."""
    result = decode(feed(text).encode(codec))
    assert isinstance(result, Unreadable)
    assert result.outcome is Outcome.CHARSET


@pytest.mark.parametrize("codec", ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("marks", [0, 1, 2])
def test_wide_characters_are_read_with_and_without_marks(codec: str, marks: int) -> None:
    """C05: also with the mark twice."""
    result = decode(("\ufeff" * marks + feed(KAZAKH, "utf-16")).encode(codec), "text/xml; charset=windows-1251")
    assert text_of(result).startswith("<?xml")
    assert KAZAKH in text_of(result)
    assert isinstance(result, Decoded)
    assert any("byte order mark" in note for note in result.notes) is (marks == 2)


def test_a_broken_wide_character_is_replaced() -> None:
    body = codecs.BOM_UTF16_LE + feed("x").encode("utf-16-le") + b"\x00\xd8"
    assert text_of(decode(body)).endswith("\ufffd")


def test_seven_bit_encodings_are_not_taken_for_utf8() -> None:
    body = feed("国際医学会議", "iso-2022-jp").encode("iso-2022-jp")
    assert "国際医学会議" in text_of(decode(body))


def test_an_escape_character_in_utf8_is_only_removed() -> None:
    assert "ab" in text_of(decode(feed("a\x1bb", "utf-8").encode()))


@pytest.mark.parametrize("body", [b"", b" \n\t", b"\xef\xbb\xbf", b"\xff\xfe\n\0", b"\0\0"])
def test_nothing_is_empty(body: bytes) -> None:
    """B17: an empty answer is an error of its own."""
    result = decode(body)
    assert isinstance(result, Unreadable)
    assert result.outcome is Outcome.EMPTY


@pytest.mark.parametrize("text", [RUSSIAN, KAZAKH, ARABIC, HEBREW, FRENCH])
def test_text_encoded_twice_is_repaired(text: str) -> None:
    """C06: UTF-8 read as Windows-1252 and encoded again."""
    mangled = "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in feed(text * 3).encode())
    result = decode(mangled.encode())
    assert text in text_of(result)
    assert isinstance(result, Decoded)
    assert "twice" in result.notes[0]


@pytest.mark.parametrize("text", ["Martine Ã©crit en UTF-8", "été", "Ã", "Â» " + KAZAKH, "Ãé" * 40, "Ð¿Ñ\x80"])
def test_text_that_only_looks_encoded_twice_is_left_alone(text: str) -> None:
    """C06: one example of mojibake in an article about it is no reason to touch the rest."""
    assert text in text_of(decode(feed(text).encode()))


def test_text_encoded_twice_in_several_scripts_is_left_alone() -> None:
    """C06: only a result of one script is trusted."""
    mixed = feed((RUSSIAN[:50] + ARABIC[:50]) * 3).encode().decode("latin-1")
    assert mixed in text_of(decode(mixed.encode()))


def test_characters_that_xml_forbids_are_removed_with_a_note() -> None:
    """X12: control characters, NUL, U+FFFE."""
    result = decode("<rss>a\x00b\x0bc\x1fd\ufffee\uffff\tf\r\n</rss>".encode())
    assert text_of(result) == "<rss>abcde\tf\r\n</rss>"
    assert isinstance(result, Decoded)
    assert result.notes == ("5 characters that XML forbids were removed",)


def test_lone_surrogates_become_replacement_characters() -> None:
    """C10: SQLite and UTF-8 refuse them."""
    assert clean_text("a\ud800b\x01") == ("a\ufffdb", ("lone surrogates were replaced by U+FFFD",))


def test_clean_text_is_not_touched() -> None:
    assert clean_text(KAZAKH) == (KAZAKH, ())


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"]), min_size=1))
def test_utf8_in_is_the_same_text_out(text: str) -> None:
    """Fuzz target of part 6: valid UTF-8 in, same text out, except text that was encoded twice."""
    body = ("<" + text.replace("\x1b", "")).encode()
    result = decode(body)
    if isinstance(result, Decoded) and not result.notes:
        assert result.text == body.decode()


@settings(max_examples=200)
@given(
    st.binary(max_size=400), st.sampled_from(["", "charset=utf-16", "charset=rot13", "charset=cp1251", "charset=hz"])
)
def test_no_bytes_make_it_raise(body: bytes, content_type: str) -> None:
    """Fuzz target of part 6: no NUL, no surrogates, whatever comes in."""
    result = decode(body, content_type)
    if isinstance(result, Decoded):
        assert not set(result.text) & {"\0", "\ufffe"}
        result.text.encode()


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"\x1f\x8b\x08\0" + bytes(range(128, 256)), "gzip"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "PNG"),
        (b"\xff\xd8\xff\xe0" + bytes(range(128, 256)) * 2, "JPEG"),
    ],
)
def test_a_file_that_is_no_text_is_no_feed(body: bytes, kind: str) -> None:
    """B07, X16: the operator is told what it is, not that its charset is wrong."""
    found = decode(body)
    assert isinstance(found, Unreadable)
    assert found.outcome is Outcome.NOT_A_FEED
    assert kind in found.message
