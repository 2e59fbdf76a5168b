"""The series of /metrics."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from syndicator.model.coverage import Blindness
from syndicator.model.hub import Audience
from syndicator.model.report import PollReport, PublishReport
from syndicator.model.source import Health

_API_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)


class Metrics:
    """Counters and gauges fed by reports; one registry per service, so that tests do not share state."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._polls = Counter(
            "syndicator_polls_total", "Polls by source and outcome", ["source", "outcome"], registry=self.registry
        )
        self._articles = Counter(
            "syndicator_articles_total",
            "Articles by source and verdict (new, updated, duplicate, rejected)",
            ["source", "verdict"],
            registry=self.registry,
        )
        self._seconds = Histogram("syndicator_poll_seconds", "Seconds a poll took", registry=self.registry)
        self._last_good = Gauge(
            "syndicator_source_last_success_timestamp_seconds",
            "Time of the last good poll",
            ["source"],
            registry=self.registry,
        )
        self._health = Gauge(
            "syndicator_source_health",
            "1 for the health a source has now",
            ["source", "health"],
            registry=self.registry,
        )
        self._pushes = Counter(
            "syndicator_pushes_total",
            "What hubs sent, by result (heeded: a poll followed; dropped: not genuine, or unknown)",
            ["result"],
            registry=self.registry,
        )
        self._deliveries = Counter(
            "syndicator_deliveries_total",
            "Deliveries by kind and result (delivered, failed: tried again or given up)",
            ["kind", "result"],
            registry=self.registry,
        )
        self._waiting = Gauge(
            "syndicator_deliveries_waiting",
            "Deliveries that wait, by kind and state (new, failing)",
            ["kind", "state"],
            registry=self.registry,
        )
        self._followers = Gauge(
            "syndicator_followers", "Subscriptions at our own hub, by document", ["document"], registry=self.registry
        )
        self._requests = Counter(
            "syndicator_feed_requests_total",
            "Answers about feeds by document and status (200 whole, 304 unchanged, 429 asked too often)",
            ["document", "status"],
            registry=self.registry,
        )
        self._claimed = Gauge(
            "syndicator_feed_readers",
            "Readers for whom services say, in their User-Agent, that they read a document",
            ["document", "service"],
            registry=self.registry,
        )
        self._answered = Counter(
            "syndicator_api_requests_total",
            "Answers of the API by route (with names for what differs), method and status",
            ["route", "method", "status"],
            registry=self.registry,
        )
        self._answering = Histogram(
            "syndicator_api_seconds",
            "Seconds until the API had an answer, by route",
            ["route"],
            buckets=_API_SECONDS,
            registry=self.registry,
        )
        self._exceeded = Counter(
            "syndicator_api_refusals_total",
            "Requests to the API that were one too many, by quota (minute, day)",
            ["quota"],
            registry=self.registry,
        )
        self._entries = Gauge(
            "syndicator_feed_entries", "Entries in the published feed", ["feed"], registry=self.registry
        )
        self._held = Gauge(
            "syndicator_feed_held",
            "1 when the last publication was held back and the last good one stays",
            ["feed"],
            registry=self.registry,
        )
        self._queued = Gauge(
            "syndicator_feed_queued",
            "Entries that wait because their source has more at once than it may announce",
            ["feed"],
            registry=self.registry,
        )
        self._unmirrored = Gauge(
            "syndicator_mirror_documents_waiting",
            "Documents that are not where others serve them as they are here, by state (new, failing)",
            ["mirror", "state"],
            registry=self.registry,
        )
        self._mirrored = Gauge(
            "syndicator_mirror_last_success_timestamp_seconds",
            "When last all documents were where others serve them",
            ["mirror"],
            registry=self.registry,
        )
        self._covered = Gauge(
            "syndicator_topic_articles",
            "Articles of the last ninety days by topic, language and what its rule made of them (seen, tagged, near)",
            ["topic", "language", "result"],
            registry=self.registry,
        )
        self._blind = Gauge(
            "syndicator_topic_blind",
            "1 for a language in which a rule finds nothing although it should",
            ["topic", "language"],
            registry=self.registry,
        )
        self.configuration_ok = Gauge(
            "syndicator_configuration_ok",
            "1 when the files on disk are the configuration in use",
            registry=self.registry,
        )
        self.configuration_ok.set(1)

    def polled(self, report: PollReport, now: float) -> None:
        """Count one poll; *now* in seconds since the epoch."""
        self._polls.labels(report.source, report.outcome.value).inc()
        self._seconds.observe(report.seconds)
        counts = {
            "new": report.new,
            "updated": report.updated,
            "duplicate": report.duplicates,
            "rejected": len(report.rejected),
        }
        for verdict, count in counts.items():
            self._articles.labels(report.source, verdict).inc(count)
        if report.outcome.good:
            self._last_good.labels(report.source).set(now)
        self._fares(report.source, report.health)

    def pushed(self, *, heeded: bool) -> None:
        """Count one push of a hub."""
        self._pushes.labels("heeded" if heeded else "dropped").inc()

    def delivered(self, kind: str, *, good: bool) -> None:
        """Count one delivery, or one that failed."""
        self._deliveries.labels(kind, "delivered" if good else "failed").inc()

    def answered(self, route: str, method: str, status: int, seconds: float, *, exceeded: Collection[str] = ()) -> None:
        """Count one answer of the API, and of which quotas its request was one too many."""
        self._answered.labels(route, method, str(status)).inc()
        self._answering.labels(route).observe(seconds)
        for quota in exceeded:
            self._exceeded.labels(quota).inc()

    def waiting(self, counts: Mapping[str, tuple[int, int]]) -> None:
        """Set what waits: kind → how many, and how many of them have failed."""
        self._waiting.clear()
        for kind, (number, failing) in counts.items():
            self._waiting.labels(kind, "new").set(number - failing)
            self._waiting.labels(kind, "failing").set(failing)

    def followed(self, audiences: Iterable[Audience]) -> None:
        """Set how many follow each document."""
        self._followers.clear()
        for each in audiences:
            self._followers.labels(each.document).set(each.followers)

    def visited(self, answers: Mapping[tuple[str, int], int], claims: Mapping[tuple[str, str], int]) -> None:
        """Count answers, (document, status) → how many more, and set claims, (document, service) → readers."""
        for (document, status), number in answers.items():
            self._requests.labels(document, str(status)).inc(number)
        self._claimed.clear()
        for (document, service), readers in claims.items():
            self._claimed.labels(document, service).set(readers)

    def mirrored(self, mirror: str, waiting: int, failing: int, now: float) -> None:
        """Set how far a mirror is behind after a round; *now* in seconds since the epoch."""
        self._unmirrored.labels(mirror, "new").set(max(0, waiting - failing))
        self._unmirrored.labels(mirror, "failing").set(failing)
        if not waiting and not failing:
            self._mirrored.labels(mirror).set(now)

    def fare(self, sources: Mapping[str, Health]) -> None:
        """Set the health of all sources there are; of others nothing is told any more."""
        self._health.clear()
        for source, health in sources.items():
            self._fares(source, health)

    def _fares(self, source: str, health: Health) -> None:
        for each in Health:
            self._health.labels(source, each.value).set(each is health)

    def covered(self, totals: Mapping[str, Mapping[str, Mapping[str, int]]], blind: Collection[Blindness]) -> None:
        """Set what rules saw and found: topic → language → counts; of others nothing is told any more."""
        self._covered.clear()
        self._blind.clear()
        sightless = {(each.topic, each.language) for each in blind}
        for topic, languages in totals.items():
            for language, counts in languages.items():
                for result, number in counts.items():
                    self._covered.labels(topic, language, result).set(number)
                self._blind.labels(topic, language).set((topic, language) in sightless)

    def published(self, reports: Sequence[PublishReport]) -> None:
        """Count publications."""
        for report in reports:
            self._entries.labels(report.feed).set(report.entries)
            self._held.labels(report.feed).set(1 if report.held else 0)
            self._queued.labels(report.feed).set(sum(report.queued.values()))
