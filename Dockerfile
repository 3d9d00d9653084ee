# syntax=docker/dockerfile:1
FROM python:3.13-slim-bookworm AS build
WORKDIR /src
RUN python -m venv /opt/reviewer
COPY requirements.lock ./
RUN /opt/reviewer/bin/pip install --no-cache-dir --require-hashes --no-deps -r requirements.lock
COPY pyproject.toml README.md LICENSE app.yml ./
COPY prompts prompts
COPY reviewer reviewer
RUN /opt/reviewer/bin/pip install --no-cache-dir --no-deps --no-build-isolation .

FROM python:3.13-slim-bookworm
RUN apt-get update \
    && apt-get install -y --no-install-recommends git ca-certificates \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --create-home --home-dir /data reviewer
COPY --from=build /opt/reviewer /opt/reviewer
USER reviewer
WORKDIR /data
VOLUME /data
ENV PATH=/opt/reviewer/bin:$PATH PYTHONUNBUFFERED=1 REVIEWER_DATA_DIR=/data REVIEWER_HOST=0.0.0.0
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8080/healthz', timeout=4)"]
ENTRYPOINT ["reviewer"]
CMD ["serve"]
