# Everything is installed into .venv/ and written into var/.

PORT ?= 8000
BIND ?= 127.0.0.1
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { command -v $$p; break; }; done)
UV := $(shell uv --version >/dev/null 2>&1 && command -v uv)
PY := .venv/bin/python
SHOWN := $(if $(filter 0.0.0.0 ::,$(BIND)),127.0.0.1,$(BIND))
# `make bench today list` takes the words after it as names.
NAMES ?= $(filter-out bench drill,$(MAKECMDGOALS))

ifdef UV
install = $(UV) pip install --quiet --python $(PY) --require-hashes --requirement $(1)
else
install = $(PY) -m pip install --quiet --disable-pip-version-check --require-hashes --requirement $(1)
endif

.PHONY: help setup setup-dev run test check format bench drill urls lock css clean

help:
	@echo "make run     start here: http://$(SHOWN):$(PORT)/   (PORT=, BIND=)"
	@echo "make test    everything CI runs: SQLite, PostgreSQL and Redis, browser journeys"
	@echo "make check   style, types, imports, templates, migrations, deployment settings"
	@echo "make bench   the figures of docs/performance.md   (make bench today list)"
	@echo "make drill   what must survive: kills, restarts, frozen servers"
	@echo "make urls    every page and who may open it"
	@echo "make lock    pin requirements.txt and requirements-dev.txt again"
	@echo "make css     compile the style sheet again   (needs npm)"

setup: .venv/.run
setup-dev: .venv/.dev

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed, and none was found. Install one, or say where it is: make $(MAKECMDGOALS) PYTHON=/path/to/python3"; exit 1; }
ifdef UV
	@$(UV) venv --quiet --allow-existing --python "$(PYTHON)" .venv
else
	@"$(PYTHON)" -m venv .venv || { echo "On Debian and Ubuntu: apt-get install python3-venv"; exit 1; }
endif

.venv/.run: requirements.txt | .venv/bin/python
	@echo "Installing into .venv …"
	@$(call install,requirements.txt)
	@touch $@

.venv/.dev: requirements-dev.txt | .venv/bin/python
	@echo "Installing what tests need into .venv …"
	@$(call install,requirements-dev.txt)
	@touch $@ .venv/.run

run: .venv/.run
	@$(PY) -m smartrecovery.first_keys http://$(SHOWN):$(PORT)
	@exec $(PY) manage.py serve --bind $(BIND) --port $(PORT)

test: .venv/.dev
	@$(PY) tests/everything.py

check: .venv/.dev
	@$(PY) tests/tidy.py

format: .venv/.dev
	@.venv/bin/ruff check --fix --quiet . ; .venv/bin/ruff format .

bench: .venv/.dev
	@$(PY) -m smartrecovery.first_keys http://$(SHOWN):$(PORT)
	@$(PY) manage.py bench $(NAMES)

drill: .venv/.dev
	@$(PY) -m smartrecovery.first_keys http://$(SHOWN):$(PORT)
	@$(PY) manage.py drill $(NAMES)

urls: .venv/.run
	@$(PY) -m smartrecovery.first_keys http://$(SHOWN):$(PORT)
	@$(PY) manage.py urls

# Both files hold the same versions: what is tested is what runs.
EXTRAS := --extra push --extra metrics
lock:
	@test -n "$(UV)" || { echo "make lock needs uv: pip install uv"; exit 1; }
	$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate $(EXTRAS) pyproject.toml -o requirements.txt
	$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate $(EXTRAS) --extra dev -c requirements.txt pyproject.toml -o requirements-dev.txt

css:
	@cd smartrecovery/look && npm ci --silent --no-audit --no-fund && npm run --silent css

clean:
	rm -rf .venv var/ruff var/mypy var/imports var/tests var/bench var/static var/hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The names given to bench and drill are no targets.
ifneq ($(filter bench drill,$(MAKECMDGOALS)),)
$(filter-out bench drill,$(MAKECMDGOALS)):
	@:
endif
