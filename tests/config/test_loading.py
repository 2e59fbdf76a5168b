"""Folders in, configuration out, or everything that is wrong with them."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest

from syndicator import __version__
from syndicator.config import files, load
from syndicator.errors import ConfigurationError
from syndicator.model.configuration import Schedule
from syndicator.model.feed import Site
from syndicator.model.hub import WebSub
from syndicator.model.partner import Access, ApiPolicy
from syndicator.model.source import Limits
from tests.config.conftest import Newsroom, Spoil

MAIN = "config/syndicator.yaml"


def test_a_sound_configuration_becomes_values(newsroom: Newsroom) -> None:
    """What is not said has the default; the public address loses its slash."""
    configuration = newsroom.load()
    assert configuration.site == Site(
        "Campus News",
        "https://news.example.org",
        "mailto:news@example.org",
        "example.org",
        date(2026, 1, 1),
        ("en", "kk"),
        ("https://news.example.org/websub/hub",),
    )
    assert (configuration.store, configuration.output) == ("sqlite:///var/syndicator.db", "var/public")
    assert configuration.schedule == Schedule()
    assert configuration.limits == Limits()
    assert list(configuration.sources) == ["steppe-kk", "steppe-ru"]
    assert set(configuration.concepts) == {"training", "medicine"}
    assert list(configuration.topics) == list(configuration.feeds) == ["doctors"]
    assert configuration.organisations["lakeside"].country == "IL"


def test_the_service_introduces_itself_with_version_address_and_contact(newsroom: Newsroom) -> None:
    """Publishers can see who asks and whom to write to."""
    agent = f"syndicator/{__version__} (+https://news.example.org/bot; mailto:news@example.org)"
    assert newsroom.load().user_agent == agent


def test_every_file_read_is_named_relative_to_the_working_directory(newsroom: Newsroom) -> None:
    """A watcher needs all of them, an operator short names."""
    expected = (
        "config/syndicator.yaml",
        "config/organisations.yaml",
        "config/sources/steppe.yaml",
        "config/concepts/learning.yaml",
        "feeds/doctors.yaml",
    )
    assert newsroom.load().files == expected
    assert tuple(path.as_posix() for path in files(Path("config"), Path("feeds"))) == expected


def test_files_outside_the_working_directory_have_absolute_names(
    newsroom: Newsroom, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A relative name would not say where to look."""
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    configuration = load(newsroom.folder / "config")
    assert configuration.files[0] == (newsroom.folder / MAIN).as_posix()


def test_the_feeds_folder_can_be_named(newsroom: Newsroom) -> None:
    """Without it, the folder ``feeds`` beside the configuration is read."""
    newsroom.write("more/nurses.yaml", "title: {en: Nurses}\nrule: training\n")
    assert list(load(Path("config"), Path("more")).feeds) == ["nurses"]


def test_a_service_without_sources_concepts_and_feeds_is_sound(newsroom: Newsroom) -> None:
    """A new installation begins empty."""
    for name in ("config/sources", "config/concepts", "feeds"):
        shutil.rmtree(name)
    Path("config/organisations.yaml").unlink()
    configuration = newsroom.load()
    assert not configuration.sources
    assert configuration.files == (MAIN,)


def test_settings_of_schedule_limits_store_and_output_are_taken_over(newsroom: Newsroom) -> None:
    """Durations and sizes are written with units."""
    newsroom.change(
        MAIN,
        "  languages: [en, kk]\n",
        "schedule: {interval: 2h, minimum: 90s, maximum: 7d, jitter: 0, tick: 1s, concurrency: 3, host_gap: 0.5s}\n"
        "limits: {wire: 512kB, inflated: 1000000, deadline: 1m, reading: 2s}\n"
        "store: {address: 'postgresql+psycopg://db/news'}\noutput: {folder: out}\n"
        "api: {access: off, per_minute: 6, per_day: 60}\n",
    )
    configuration = newsroom.load()
    assert configuration.schedule == Schedule(
        timedelta(hours=2),
        timedelta(seconds=90),
        timedelta(days=7),
        0.0,
        timedelta(seconds=1),
        3,
        timedelta(seconds=0.5),
    )
    assert configuration.limits == Limits(wire=512_000, inflated=1_000_000, deadline=60.0, reading=2.0)
    assert (configuration.store, configuration.output) == ("postgresql+psycopg://db/news", "out")
    assert configuration.api == ApiPolicy(Access.OFF, 6, 60)
    assert configuration.site.languages == ("en",)


def test_our_own_hub_is_named_unless_somebody_says_otherwise(newsroom: Newsroom) -> None:
    """By its public address, wherever that is."""
    assert newsroom.load().site.hubs == ("https://news.example.org/websub/hub",)
    assert newsroom.load().websub == WebSub(own=True)
    moved = load(newsroom.folder / "config", environ={"SYNDICATOR_ADDRESS": "http://127.0.0.1:8000"})
    assert moved.site.hubs == ("http://127.0.0.1:8000/websub/hub",)


def test_hubs_of_others_may_be_named_beside_our_own_or_instead(newsroom: Newsroom) -> None:
    """In their order; an empty list names none."""
    newsroom.change(
        MAIN,
        "  languages: [en, kk]\n",
        "websub:\n  hubs: [https://hub.example/, own]\n  signature: sha512\n"
        "  lease: {usual: 1d, shortest: 1h, longest: 2d}\n"
        "  per_host: 3\n  per_document: 4\n  requests: 5\n  allow_private: [10.0.0.0/8]\n  allow_ports: [8080]\n",
    )
    configuration = newsroom.load()
    assert configuration.site.hubs == ("https://hub.example/", "https://news.example.org/websub/hub")
    leases = (timedelta(days=1), timedelta(hours=1), timedelta(days=2))
    expected = WebSub(True, ("https://hub.example/",), "sha512", *leases, 3, 4, 5, ("10.0.0.0/8",), (8080,))
    assert configuration.websub == expected
    newsroom.change(MAIN, "[https://hub.example/, own]", "[]")
    assert newsroom.load().site.hubs == ()
    assert not newsroom.load().websub.own


def test_a_hub_is_an_address_and_leases_keep_their_order(spoil: Spoil) -> None:
    """shortest ≤ usual ≤ longest."""
    settings = "websub:\n  hubs: [ours, 'https://u:p@h.example']\n  lease: {usual: 1m}\n"
    assert spoil(MAIN, "  languages: [en, kk]\n", settings) == [
        "config/syndicator.yaml:8:10: websub.hubs[0]: 'ours' is no hub; "
        "write own, or an address that begins with https:// or http://",
        "config/syndicator.yaml:8:16: websub.hubs[1]: an address must not hold a user or a password; "
        "remove all between //***@",
        "config/syndicator.yaml:9:10: websub.lease: shortest 5m, usual 1m and longest 30d are out of order; "
        "keep shortest, usual and longest in this order",
    ]


# --- the environment -----------------------------------------------------------------------------------------------


def test_the_environment_overrides_four_settings(newsroom: Newsroom) -> None:
    """Nothing else is taken from it, and an empty variable counts as absent."""
    environ = {
        "SYNDICATOR_ADDRESS": "http://127.0.0.1:8123/",
        "SYNDICATOR_CONTACT": "https://example.net/about",
        "SYNDICATOR_STORE": "sqlite:////data/x.db",
        "SYNDICATOR_OUTPUT": "",
        "SYNDICATOR_NAME": "Other",
    }
    configuration = newsroom.load(environ)
    assert configuration.site.address == "http://127.0.0.1:8123"
    assert configuration.site.contact == "https://example.net/about"
    assert configuration.site.name == "Campus News"
    assert (configuration.store, configuration.output) == ("sqlite:////data/x.db", "var/public")


def test_a_setting_may_stand_in_the_environment_only(newsroom: Newsroom) -> None:
    """A required key is not missing when the environment has it."""
    newsroom.change(MAIN, "  address: https://news.example.org/\n", "")
    assert newsroom.load({"SYNDICATOR_ADDRESS": "https://n.example"}).site.address == "https://n.example"


def test_a_faulty_override_is_reported_under_the_variables_name(newsroom: Newsroom) -> None:
    """The file is not to blame, and the password is not shown."""
    refused = newsroom.refused({"SYNDICATOR_STORE": "mysql://root:hunter2@db/news", "SYNDICATOR_ADDRESS": "here"})
    assert [str(problem) for problem in refused.problems] == [
        "environment: SYNDICATOR_ADDRESS: not an address; write http:// or https:// and the rest",
        "environment: SYNDICATOR_STORE: not a store's address; begin with sqlite:/// or postgresql+psycopg://",
    ]
    assert "hunter2" not in str(refused)


def test_an_override_does_not_hide_a_section_of_the_wrong_type(newsroom: Newsroom) -> None:
    """The file is checked on."""
    newsroom.change(MAIN, "  languages: [en, kk]\n", "store: here\n")
    assert [str(each) for each in newsroom.problems({"SYNDICATOR_STORE": "sqlite:///x.db"})] == [
        "config/syndicator.yaml:7:8: store: expected a mapping, got text; write its keys, as in {address: …}"
    ]


def test_variables_are_not_expanded_within_files(newsroom: Newsroom) -> None:
    """What stands in a file is what it says."""
    newsroom.change(MAIN, "name: Campus News", "name: ${HOME}")
    assert newsroom.load({"HOME": "/root"}).site.name == "${HOME}"


@pytest.mark.parametrize(
    "text",
    [
        "store: postgresql+psycopg://joe:hunter2@db/news\n",
        "store: {address: 'postgresql://joe:hunter2@db/news'}\n",
        "store: {address: ['postgresql+psycopg://joe:hunter2@db/news']}\n",
        "store: {'postgresql+psycopg://joe:hunter2@db.example.org/a-long-name-of-a-database-to-be-cut': 1}\n",
        "postgresql+psycopg://joe:hunter2@db/news: 1\n",
        "store: {adress: 'postgresql+psycopg://joe:hunter2@db/news'}\n",
        "limits: {wire: 'https://joe:hunter2@x/', ratio: 'https://joe:hunter2@x/'}\n",
    ],
)
def test_no_problem_shows_a_password(newsroom: Newsroom, text: str) -> None:
    """Problems are logged and shown."""
    newsroom.write(MAIN, (newsroom.folder / MAIN).read_text(encoding="utf-8") + text)
    assert "hunter2" not in str(newsroom.refused())


# --- problems ------------------------------------------------------------------------------------------------------


def test_all_problems_of_all_files_come_in_one_run(newsroom: Newsroom) -> None:
    """A wrong key, a wrong type, an unknown concept and an id that stands twice, each with place and remedy."""
    newsroom.change("config/sources/steppe.yaml", "    language: kk", "    langauge: kk")
    newsroom.change(MAIN, "name: Campus News", "name: 7")
    newsroom.change("feeds/doctors.yaml", "    not organisation", "    not medecine and not organisation")
    newsroom.write(
        "config/sources/valley.yaml",
        """\
        publisher: Valley
        sources:
          - {id: steppe-kk, address: 'https://valley.example/feed'}
        """,
    )
    assert [str(problem) for problem in newsroom.problems()] == [
        "config/sources/steppe.yaml:7:5: sources[0].langauge: unknown key 'langauge'; did you mean 'language'?",
        "config/sources/valley.yaml:3:10: sources[0].id: the source id 'steppe-kk' stands twice; "
        "the other one is config/sources/steppe.yaml:5:9; choose another id",
        "config/syndicator.yaml:2:9: service.name: expected text, got a number; put it in quotes",
        "feeds/doctors.yaml:6:9: rule: unknown concept 'medecine'; did you mean 'medicine'?",
    ]


def test_what_is_sound_beside_the_problems_comes_with_the_error(newsroom: Newsroom) -> None:
    """Examples of sound topics can be proved in the same run."""
    newsroom.write("feeds/nurses.yaml", "title: {en: Nurses}\nrule: nursing\n")
    newsroom.change(MAIN, "name: Campus News", "nome: Campus News")
    partial = newsroom.refused().partial
    assert list(partial.topics) == ["doctors"]
    assert partial.topics["doctors"].examples[1].line == 11
    assert set(partial.feeds) == {"doctors", "nurses"}
    assert set(partial.concepts) == {"training", "medicine"}


def test_a_missing_folder_is_a_problem() -> None:
    """Nothing starts without its main file."""
    with pytest.raises(ConfigurationError, match=r"nowhere/syndicator\.yaml: cannot be read: no such file.*--config"):
        load(Path("nowhere"))


def test_a_folder_in_place_of_a_file_is_a_problem(newsroom: Newsroom) -> None:
    """It is reported like any unreadable file."""
    Path("config/sources/x.yaml").mkdir()
    assert [str(each) for each in newsroom.problems()] == ["config/sources/x.yaml: cannot be read: is a directory"]


def test_a_file_with_the_other_suffix_is_not_passed_over_in_silence(newsroom: Newsroom) -> None:
    """Its author believes that it counts."""
    newsroom.write("config/sources/valley.yml", "publisher: Valley\n")
    newsroom.write("config/sources/.#valley.yaml", "what an editor leaves behind")
    assert [str(each) for each in newsroom.problems()] == [
        "config/sources/valley.yml: is not read; call it valley.yaml"
    ]


def test_a_feed_file_needs_a_name_that_can_be_an_id(newsroom: Newsroom) -> None:
    """It becomes a part of addresses and paths."""
    newsroom.write("feeds/Врачи.yaml", "title: {en: Doctors}\nrule: medicine\n")
    assert [str(each) for each in newsroom.problems()] == [
        "feeds/Врачи.yaml: the file's name makes the feed's id, and 'Врачи' is none; "
        "use up to 64 of a-z, 0-9 and hyphen"
    ]


def test_a_syntax_error_in_one_file_leaves_the_others_checked(newsroom: Newsroom) -> None:
    """Names that an unreadable file may define are not called unknown."""
    newsroom.change("config/concepts/learning.yaml", "    include:", "\tinclude:")
    newsroom.change("config/sources/steppe.yaml", "country: KZ", "country: Kasachstan")
    newsroom.change("feeds/doctors.yaml", "medicine and", "(medicine or medecine) and")
    assert [str(problem) for problem in newsroom.problems()] == [
        "config/concepts/learning.yaml:7:1: not YAML: found a tab character that violates indentation; "
        "indent with spaces, not tabs",
        "config/sources/steppe.yaml:2:10: country: 'Kasachstan' is no country code; did you mean 'KZ'?",
        "feeds/doctors.yaml:5:16: rule: unknown concept 'medecine'; define it in concepts/",
    ]


def test_names_of_faulty_entries_are_not_called_unknown(newsroom: Newsroom) -> None:
    """One fault makes one problem, not one more for each mention."""
    newsroom.change("config/concepts/learning.yaml", "    description: Health", "    describe: Health")
    newsroom.change("config/organisations.yaml", "country: IL", "country: IX")
    assert [problem.message for problem in newsroom.problems()] == [
        "unknown key 'describe'",
        "'IX' is no country code",
    ]


def test_the_schedule_keeps_its_order(spoil: Spoil) -> None:
    """minimum ≤ interval ≤ maximum."""
    assert spoil(MAIN, "  languages: [en, kk]\n", "schedule:\n  minimum: 2h\n") == [
        "config/syndicator.yaml:8:3: schedule: minimum 2h, interval 1h and maximum 1d are out of order; "
        "keep minimum, interval and maximum in this order"
    ]


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("  name: Campus News\n", "", "2:3: service.name: missing key 'name'; add it: The service's name, shown"),
        ("since: 2026-01-01", "since: 2026-02-30", "6:10: service.since: not a date; write year-month-day"),
        ("since: 2026-01-01", "since: 2026", "6:10: service.since: not a date"),
        ("authority: example.org", "authority: https://example.org", "5:14: service.authority: not a domain name"),
        ("contact: mailto:news", "contact: news", "4:12: service.contact: not a contact; write mailto:"),
        ("[en, kk]", "[]", "7:14: service.languages: must not be empty"),
        ("[en, kk]", "en", "7:14: service.languages: expected a list, got text; put it in brackets"),
        ("[en, kk]", "[en, kz]", "7:19: service.languages[1]: 'kz' is no language; did you mean 'kk'?"),
        ("https://news.example.org/", "https://news.example.org/?a", "3:12: service.address: a public address has"),
        ("https://news.example.org/", "https://новости.example/", "3:12: service.address: a public address is ASCII"),
        ("  languages:", "api: {access: open}\nx:", "7:15: api.access: "),
        ("  languages:", "limits: {xyz: 1}\nx:", "7:10: limits.xyz: unknown key 'xyz'; known keys: burst, deadline, "),
    ],
)
def test_faulty_main_settings_are_refused(spoil: Spoil, old: str, new: str, problem: str) -> None:
    """Each with its place and what would be right."""
    assert any(each.startswith(f"{MAIN}:{problem}") for each in spoil(MAIN, old, new))


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("schedule: {jitter: 1.5}", "schedule.jitter: must be at most 1.0"),
        ("schedule: {jitter: .nan}", "schedule.jitter: expected a number, got text"),
        ("schedule: {concurrency: 0}", "schedule.concurrency: must be at least 1"),
        ("schedule: {concurrency: 2.5}", "schedule.concurrency: expected a whole number, got a number"),
        ("schedule: {concurrency: '20'}", "schedule.concurrency: expected a whole number, got text; write it without"),
        ("schedule: {interval: 60}", "schedule.interval: not a duration; write a number and s, m, h or d"),
        ("schedule: {tick: 0s}", "schedule.tick: must be longer than nothing"),
        ("schedule: [60m]", "schedule: expected a mapping, got a list"),
        ("schedule:", "schedule: expected a mapping, got nothing; write a value, or remove the key"),
        ("limits: {wire: 8 megabytes}", "limits.wire: not a size; write bytes, or a number and kB, MB or GB"),
        ("limits: {wire: true}", "limits.wire: not a size"),
        ("store: {address: 'postgresql://db/news'}", "store.address: names no driver; begin with postgresql+psycopg"),
        ("output: {folder: ' '}", "output.folder: empty; write a text"),
    ],
)
def test_faulty_optional_settings_are_refused(spoil: Spoil, line: str, problem: str) -> None:
    """Nothing is converted in silence."""
    (found,) = spoil(MAIN, "  languages: [en, kk]\n", f"{line}\n")
    assert problem in found
