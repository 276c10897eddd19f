# The first stage installs what requirements.lock names, each file checked against its hash. The second
# has the result and our own code, no installer, and a user who may write to the data volume and /tmp only.

FROM python:3.11-slim AS build

# A mirror of the package index, if one is needed: docker build --build-arg PIP_INDEX_URL=...
ARG PIP_INDEX_URL
COPY requirements.lock /tmp/requirements.lock
RUN python -m venv --without-pip /opt/venv \
    && pip --disable-pip-version-check --no-cache-dir --python /opt/venv/bin/python \
        install --require-hashes --requirement /tmp/requirements.lock


FROM python:3.11-slim

RUN groupadd --gid 10001 xiaodi \
    && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /tmp --shell /usr/sbin/nologin xiaodi \
    && install --directory --owner=10001 --group=10001 --mode=0750 /var/lib/xiaodi

COPY --from=build /opt/venv /opt/venv
WORKDIR /app
COPY api api
COPY graph graph
COPY loaders loaders
COPY queries queries
COPY data data
RUN python -m compileall -q .

ENV PATH=/opt/venv/bin:$PATH \
    HOME=/tmp \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    XIAODI_VAR=/var/lib/xiaodi

VOLUME /var/lib/xiaodi
USER 10001:10001
EXPOSE 8000

# Past any proxy that the environment names: this is a look at ourselves.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import urllib.request as u; u.build_opener(u.ProxyHandler({})).open('http://127.0.0.1:8000/healthz', timeout=4)"]

CMD ["python", "-m", "api.cli", "serve", "--host", "0.0.0.0", "--port", "8000"]
