"""The web application as a whole, over its ASGI face."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from syndicator.model.coverage import Blindness
from syndicator.model.report import PollReport, PublishReport
from syndicator.model.source import Health, Outcome
from syndicator.web import create_app
from syndicator.web.documents import Documents
from syndicator.web.metrics import Metrics
from tests.web.test_documents import FEED, Shelf


class Site:
    """An application with one feed, asked over ASGI."""

    def __init__(self) -> None:
        self.state: dict[str, Any] = {"ready": True}
        self.metrics = Metrics()
        documents = Documents(Shelf({"feeds/news.rss": FEED}), max_age=60)
        self.app = create_app(documents, self.metrics, ready=lambda: self.state)

    def ask(self, path: str, method: str = "GET") -> httpx.Response:
        async def once() -> httpx.Response:
            transport = httpx.ASGITransport(app=self.app)
            async with httpx.AsyncClient(transport=transport, base_url="http://site") as client:
                return await client.request(method, path)

        return asyncio.run(once())


@pytest.fixture
def site() -> Site:
    return Site()


def test_feeds_are_served_beside_health(site: Site) -> None:
    """Everything the application does not know is a document."""
    assert site.ask("/feeds/news.rss").content == FEED
    assert site.ask("/healthz").json() == {"status": "ok"}
    assert site.ask("/nothing").status_code == 404


def test_head_says_the_same_as_get_without_the_body(site: Site) -> None:
    """RFC 9110, 9.3.2."""
    got, head = site.ask("/feeds/news.rss"), site.ask("/feeds/news.rss", "HEAD")
    assert head.content == b""
    assert head.headers == got.headers


def test_a_service_that_is_not_ready_says_so_and_when_to_ask_again(site: Site) -> None:
    """503 with Retry-After while starting."""
    assert site.ask("/readyz").status_code == 200
    site.state = {"ready": False, "configuration_problems": ["x"]}
    answer = site.ask("/readyz")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    assert answer.json()["configuration_problems"] == ["x"]


def test_metrics_count_polls_articles_and_publications(site: Site) -> None:
    """The series are readable by Prometheus and carry what the reports said."""
    site.metrics.polled(PollReport("s", Outcome.OK, entries=3, new=2, updated=1, seconds=0.5), 1000.0)
    site.metrics.polled(PollReport("s", Outcome.DNS), 2000.0)
    site.metrics.published(
        [PublishReport("news", entries=7, queued={"s": 3}), PublishReport("other", held="lost half")]
    )
    families = text_string_to_metric_families(site.ask("/metrics").text)
    samples = {(one.name, *sorted(one.labels.values())): one.value for family in families for one in family.samples}
    assert samples["syndicator_polls_total", "ok", "s"] == 1
    assert samples["syndicator_polls_total", "dns", "s"] == 1
    assert samples["syndicator_articles_total", "new", "s"] == 2
    assert samples["syndicator_source_last_success_timestamp_seconds", "s"] == 1000
    assert samples["syndicator_feed_entries", "news"] == 7
    assert samples["syndicator_feed_held", "other"] == 1
    assert (samples["syndicator_feed_queued", "news"], samples["syndicator_feed_queued", "other"]) == (3, 0)


def test_metrics_count_answers_of_the_api(site: Site) -> None:
    """By route, with how long they took, and what quotas refused."""
    site.metrics.answered("/stories/{story}", "GET", 304, 0.002)
    site.metrics.answered("/stories", "GET", 429, 0.001, exceeded=("minute",))
    families = text_string_to_metric_families(site.ask("/metrics").text)
    samples = {(one.name, *sorted(one.labels.values())): one.value for family in families for one in family.samples}
    assert samples["syndicator_api_requests_total", "/stories/{story}", "304", "GET"] == 1
    assert samples["syndicator_api_seconds_count", "/stories/{story}"] == 1
    assert samples["syndicator_api_seconds_bucket", "/stories/{story}", "0.0025"] == 1
    assert samples["syndicator_api_refusals_total", "minute"] == 1


def test_metrics_tell_how_each_source_fares_now(site: Site) -> None:
    """One series in force per source; nothing is told of sources that are configured no more."""
    site.metrics.fare({"s": Health.OK, "old": Health.GONE})
    site.metrics.fare({"s": Health.OK})
    site.metrics.polled(PollReport("s", Outcome.DNS, health=Health.FAILING), 1000.0)
    families = text_string_to_metric_families(site.ask("/metrics").text)
    samples = [one for family in families for one in family.samples if one.name == "syndicator_source_health"]
    assert {one.labels["source"] for one in samples} == {"s"}
    assert [one.labels["health"] for one in samples if one.value == 1] == ["failing"]
    assert {one.labels["health"] for one in samples} == {health.value for health in Health}


def test_metrics_tell_what_rules_found_in_each_language_and_where_they_are_blind(site: Site) -> None:
    """Nothing is told any more of topics that are gone."""
    blind = Blindness("space", "kk-Arab", 90, 7, 300, 30, 0.001)
    counts = {"en": {"seen": 300, "tagged": 30, "near": 2}, "kk-Arab": {"seen": 90, "tagged": 0, "near": 7}}
    site.metrics.covered({"gone": counts}, [])
    site.metrics.covered({"space": counts}, [blind])
    families = text_string_to_metric_families(site.ask("/metrics").text)
    samples = {(one.name, *sorted(one.labels.values())): one.value for family in families for one in family.samples}
    assert samples["syndicator_topic_articles", "en", "seen", "space"] == 300
    assert samples["syndicator_topic_articles", "kk-Arab", "near", "space"] == 7
    assert samples["syndicator_topic_blind", "kk-Arab", "space"] == 1
    assert samples["syndicator_topic_blind", "en", "space"] == 0
    assert not any("gone" in labels for labels in samples)
