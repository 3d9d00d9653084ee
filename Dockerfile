# syntax=docker/dockerfile:1
# Two images: `app` (web side and workers) and `model` (the process that talks to a model, and nothing else).
#   docker build --target app -t reviewer .
#   docker build --target model -t reviewer-model .

FROM python:3.13-slim-bookworm AS build
WORKDIR /src
RUN python -m venv /opt/reviewer
COPY requirements.lock ./
RUN /opt/reviewer/bin/pip install --no-cache-dir --require-hashes --no-deps -r requirements.lock
COPY pyproject.toml README.md LICENSE app.yml ./
COPY prompts prompts
COPY reviewer reviewer
RUN /opt/reviewer/bin/pip install --no-cache-dir --no-deps --no-build-isolation .

FROM build AS build-model
COPY requirements-model.lock ./
RUN /opt/reviewer/bin/pip install --no-cache-dir --require-hashes --no-deps -r requirements-model.lock

# No compiler, no pip of ours, no cache: the interpreter, and what was installed above.
FROM python:3.13-slim-bookworm AS base
RUN useradd --system --uid 10001 --create-home --home-dir /data reviewer \
    && install --directory --owner reviewer --mode 0700 /run/words
ENV PATH=/opt/reviewer/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
USER reviewer
WORKDIR /data
ENTRYPOINT ["reviewer"]

FROM base AS model
COPY --from=build-model /opt/reviewer /opt/reviewer
CMD ["word"]

FROM base AS app
USER root
RUN apt-get update \
    && apt-get install -y --no-install-recommends git ca-certificates \
    && rm -rf /var/lib/apt/lists/*
COPY --from=build /opt/reviewer /opt/reviewer
USER reviewer
VOLUME /data
ENV REVIEWER_DATA_DIR=/data REVIEWER_HOST=0.0.0.0
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8080/healthz', timeout=4)"]
CMD ["serve"]
