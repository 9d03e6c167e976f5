# Three stages: the pages, the Python environment with the trained understanding, and what runs, as nobody in particular.
FROM node:20-bookworm-slim AS pages
WORKDIR /doorstep/web
COPY web/package.json web/package-lock.json web/.npmrc ./
RUN npm ci --no-audit --no-fund
COPY web/ ./
RUN npm run build

FROM python:3.11-slim-bookworm AS python
WORKDIR /doorstep
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv .venv
COPY requirements.lock ./
RUN .venv/bin/pip install --require-hashes --no-deps -r requirements.lock
COPY pyproject.toml README.md ./
COPY bot bot
COPY config config
COPY connectors connectors
COPY desk desk
COPY doorstep doorstep
COPY housing housing
COPY model model
COPY router router
COPY sla sla
COPY store store
RUN DOORSTEP_DATA=/doorstep/trained .venv/bin/python -m doorstep train

FROM python:3.11-slim-bookworm
RUN useradd --system --create-home --uid 10001 doorstep && install -d -o doorstep -g doorstep /data
WORKDIR /doorstep
COPY --from=python /doorstep /doorstep
COPY --from=pages /doorstep/web/dist web/dist
USER doorstep
ENV DOORSTEP_HOST=0.0.0.0 DOORSTEP_PORT=8080 DOORSTEP_DATA=/data DOORSTEP_UNDERSTANDING=/doorstep/trained/understanding
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s \
  CMD [".venv/bin/python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8080/readyz', timeout=4)"]
STOPSIGNAL SIGTERM
ENTRYPOINT [".venv/bin/python", "-m", "doorstep"]
CMD ["run"]
