# The programs, in an image. Build it with `docker build --target runtime --tag pf:local .`, or let Compose do it.
#
#   runtime  the programs and the libraries they need; no compiler, not root
#   debug    runtime with gdb, strace and the programs' symbols
#   dev      what building and testing needs; the source is mounted
#
# Nothing here needs BuildKit. The classic builder makes every stage above the target, so what is needed most stands first.

ARG BASE=debian:bookworm-slim

# ---- build -----------------------------------------------------------------------------------------------------------
FROM ${BASE} AS tools
WORKDIR /src
COPY scripts/setup scripts/setup
RUN scripts/setup fast && rm -rf /var/lib/apt/lists/* /var/cache/apt/archives/*.deb

FROM tools AS build
# From what changes least to what changes most: each step compiles its own folders only, so a change in jobs/ leaves
# everything above it in the cache. The list of folders follows the layers of docs/architecture.md.
COPY CMakeLists.txt ./
COPY cmake cmake
COPY docker/compile docker/compile
COPY lib/CMakeLists.txt lib/CMakeLists.txt
COPY apps/CMakeLists.txt apps/CMakeLists.txt
COPY lib/pf/base lib/pf/base
COPY lib/pf/money lib/pf/money
COPY lib/pf/model lib/pf/model
COPY lib/pf/container lib/pf/container
COPY lib/pf/csv lib/pf/csv
COPY lib/pf/lots lib/pf/lots
COPY lib/pf/valuation lib/pf/valuation
COPY lib/pf/tax lib/pf/tax
RUN docker/compile pf
COPY lib/pf/importer lib/pf/importer
COPY lib/pf/prices lib/pf/prices
COPY lib/pf/transfer lib/pf/transfer
COPY lib/pf/migration lib/pf/migration
COPY lib/pf/report lib/pf/report
COPY lib/pf/backup lib/pf/backup
COPY lib/pf/cache lib/pf/cache
COPY lib/pf/http lib/pf/http
COPY lib/pf/web lib/pf/web
RUN docker/compile pf
COPY lib/pf/cli lib/pf/cli
COPY schema schema
COPY lib/pf/db lib/pf/db
RUN docker/compile pf
COPY lib/pf/jobs lib/pf/jobs
RUN docker/compile pf
COPY LICENSE ./
COPY contrib contrib
COPY docs docs
COPY web web
COPY apps apps
COPY docker/package docker/package
RUN docker/compile && DESTDIR=/opt/pf cmake --install build >/dev/null && docker/package /opt/pf

# ---- runtime ---------------------------------------------------------------------------------------------------------
FROM ${BASE} AS runtime
ARG BASE
# What ldd found, by the packages' names in this very release of Debian; unchanged, it leaves the next layer in the cache. Of ICU,
# which libarchive brings, only what ldd names is unpacked: the rest of that package is 4 MB.
COPY --from=build /opt/pf/runtime-packages /usr/local/share/pf/runtime-packages
RUN apt-get update \
    && DEBIAN_FRONTEND=noninteractive xargs apt-get install --yes --no-install-recommends \
        -o 'Dpkg::Options::=--path-exclude=/usr/lib/*/libicu[it][!c]*' \
        </usr/local/share/pf/runtime-packages \
    && apt-get clean && rm -rf /var/lib/apt/lists/* /var/log/apt /var/log/dpkg.log \
    && groupadd --gid 10001 pf && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /nonexistent pf \
    && install -d -o 10001 -g 10001 -m 0700 /backups && install -d -m 1777 /var/lib/pf \
    && install -d /imports && install -d -o 10010 -g 10010 /etc/pf/secrets
COPY docker/scheduler /usr/local/lib/pf/scheduler
COPY docker/secrets /usr/local/lib/pf/secrets
COPY --from=build /opt/pf/usr/ /usr/
USER 10001:10001
# Every program starts and finds its libraries, or there is no image.
RUN set -e; found=; for program in /usr/local/bin/pf /usr/local/bin/pf-*; do "$program" --version; found=yes; done; [ -n "$found" ]
ENV TZ=UTC LANG=C.UTF-8
WORKDIR /work
ARG VERSION=0.1.0
ARG REVISION=unknown
ARG CREATED=unknown
LABEL org.opencontainers.image.title="pf" \
      org.opencontainers.image.description="Portfolio toolkit for the terminal" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.documentation="docs/deployment.md" \
      org.opencontainers.image.base.name="${BASE}" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.created="${CREATED}"
CMD ["pf-positions", "--help"]

# ---- debug -----------------------------------------------------------------------------------------------------------
FROM runtime AS debug
USER root
# gdb loads the parts of ICU that `runtime` has left out.
RUN apt-get update \
    && DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends gdb strace procps \
    && DEBIAN_FRONTEND=noninteractive apt-get install --yes --reinstall $(dpkg-query --show --showformat '${Package} ' 'libicu[0-9]*') \
    && apt-get clean && rm -rf /var/lib/apt/lists/*
COPY --from=build /opt/pf/debug/ /usr/lib/debug/
COPY --from=build /src/lib /src/lib
COPY --from=build /src/apps /src/apps
USER 10001:10001

# ---- dev -------------------------------------------------------------------------------------------------------------
FROM tools AS dev
RUN scripts/setup test \
    && DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends less \
    && apt-get clean && rm -rf /var/lib/apt/lists/*
# One who has a name: PostgreSQL and git ask for it.
ARG DEV_UID=1000
ARG DEV_GID=1000
RUN { getent group "$DEV_GID" || groupadd --gid "$DEV_GID" dev; } \
    && { getent passwd "$DEV_UID" || useradd --uid "$DEV_UID" --gid "$DEV_GID" --create-home --shell /bin/bash dev; }
USER ${DEV_UID}:${DEV_GID}
ENV TZ=UTC LANG=C.UTF-8
CMD ["bash"]

# What a build without --target gives.
FROM runtime
