# syntax=docker/dockerfile:1
# The service in an image: docker run -p 8000:8000 -v ./config:/srv/config -v ./feeds:/srv/feeds -v ./var:/srv/var IMAGE
FROM python:3.13-slim AS build
WORKDIR /build
COPY pyproject.toml requirements.lock README.md LICENSE ./
COPY syndicator syndicator
COPY config config
COPY feeds feeds
RUN python -m venv /opt/syndicator \
 && /opt/syndicator/bin/pip install --no-cache-dir --require-hashes --no-deps -r requirements.lock \
 && /opt/syndicator/bin/pip install --no-cache-dir --no-deps --no-build-isolation .

FROM python:3.13-slim
RUN useradd --system --uid 10001 --home-dir /srv --shell /usr/sbin/nologin syndicator \
 && mkdir -p /srv/var && chown syndicator /srv/var
COPY --from=build /opt/syndicator /opt/syndicator
COPY config /srv/config
COPY feeds /srv/feeds
WORKDIR /srv
USER 10001
ENV PATH=/opt/syndicator/bin:$PATH PYTHONUNBUFFERED=1 TZ=UTC
VOLUME ["/srv/var"]
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
  CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/readyz', timeout=4)"]
CMD ["syndicator", "run", "--host", "0.0.0.0", "--port", "8000"]
