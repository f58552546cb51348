# syntax=docker/dockerfile:1
FROM python:3.11-slim-trixie AS packages
RUN python -m venv /opt/venv
COPY requirements.txt .
RUN /opt/venv/bin/pip install --no-cache-dir --require-hashes --requirement requirements.txt

FROM python:3.11-slim-trixie
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 MALLOC_ARENA_MAX=2
# pg_dump and pg_restore, for `manage.py backup` and `restore`: of the version the database has, or newer.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends postgresql-client-17 \
    && rm -rf /var/lib/apt/lists/*
RUN groupadd --gid 10001 footing \
    && useradd --uid 10001 --gid footing --no-log-init --create-home footing \
    && install --directory --owner=footing /footing/var
COPY --from=packages /opt/venv /opt/venv
WORKDIR /footing
COPY manage.py LICENSE ./
COPY smartrecovery smartrecovery
COPY stages stages
COPY tools tools
COPY peers peers
COPY templates templates
COPY static static
USER 10001:10001
# Collecting needs settings that start, and none of these values outlives this line.
RUN SECRET_KEY=0123456789abcdefghijklmnopqrstuvwxyz0123456789abcdefghij SITE_URL=https://build.example \
    VAULT_KEYS=build:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA= \
    python manage.py collectstatic --no-input --verbosity 0
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s CMD ["python", "-m", "smartrecovery.alive"]
CMD ["gunicorn", "-c", "python:smartrecovery.server", "--bind", "0.0.0.0:8000"]
