# Harvester in an image: docker build -t harvester . && docker run -v explainers:/archive harvester init
# compose.yaml has a service that harvests for ever.

FROM python:3.12-slim AS build
WORKDIR /src
COPY pyproject.toml README.md LICENSE ./
COPY harvester ./harvester
COPY db ./db
RUN pip wheel --no-cache-dir --wheel-dir /wheels '.[metrics,timestamp,brotli]'

FROM python:3.12-slim
COPY --from=build /wheels /wheels
RUN pip install --no-cache-dir --no-index --find-links /wheels 'harvester[metrics,timestamp,brotli]' \
    && rm -r /wheels \
    && useradd --uid 1000 --create-home archivist \
    && install -d -o archivist -g archivist /archive
# Not root: pages of strangers are parsed here.
USER archivist
WORKDIR /archive
VOLUME /archive
HEALTHCHECK --interval=10m --timeout=1m --start-period=5m \
    CMD ["harvester", "status", "--format", "json", "--fail-on", "no_run", "--fail-on", "disk_low"]
ENTRYPOINT ["harvester"]
CMD ["run", "--forever"]
