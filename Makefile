# Every command works on a fresh clone; none needs the network when nothing has changed.
PYTHON ?= python3
DATA_DIR ?= $(CURDIR)/var
TEST_PROCESSES ?= 2
BIN := $(CURDIR)/.venv/bin
STATIC := $(DATA_DIR)/static/staticfiles.json
CATALOGUE := locale/en/LC_MESSAGES/django
COMPILED := $(if $(wildcard $(CATALOGUE).po),$(CATALOGUE).mo)

.PHONY: setup run test lint format messages guide bench lock

setup: .venv/ready  ## Python packages into .venv

run: setup $(COMPILED) $(STATIC)  ## the whole portal on http://127.0.0.1:$PORT (8000)
	@PATH="$(BIN):$$PATH" PYTHONUNBUFFERED=1 DATA_DIR="$(DATA_DIR)" exec $(BIN)/python -m config.run

test: setup $(COMPILED)  ## all tests; ARGS="tests/config -x" for some
	@$(BIN)/python -m pytest --numprocesses $(TEST_PROCESSES) --dist loadfile --no-loadscope-reorder $(ARGS)

lint: setup  ## style, layers, templates, migrations
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet . || { echo "make format 可以修正上面的格式问题。"; exit 1; }
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/djlint --quiet --lint .
	@$(BIN)/python manage.py makemigrations --check --dry-run
	@$(BIN)/python manage.py check

format: setup  ## put the Python files into the common form
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format .

messages: setup  ## collect the texts to translate into locale/en, and compile them
	@command -v xgettext >/dev/null || { echo "make messages 需要 gettext(Debian:apt-get install gettext)。"; exit 1; }
	@PATH="$(BIN):$$PATH" $(BIN)/python manage.py makemessages --locale en --no-obsolete --ignore .venv --ignore var
	@$(MAKE) --no-print-directory $(CATALOGUE).mo

guide: setup $(COMPILED)  ## take the pictures of docs/guide anew
	@GUIDE_PICTURES="$(CURDIR)/docs/guide/images" $(BIN)/python -m pytest tests/browser/test_guide.py -q

bench: setup $(STATIC)  ## measure and print JSON; ARGS=--country measures the whole country too, for ten minutes more
	@DATA_DIR="$(DATA_DIR)" $(BIN)/python -m bench $(ARGS)

lock: setup  ## pin the newest releases that the .in files allow
	@$(BIN)/uv pip compile $(LOCK) requirements.in -o requirements.txt
	@$(BIN)/uv pip compile $(LOCK) requirements-dev.in -o requirements-dev.txt

LOCK := --quiet --upgrade --generate-hashes --universal --python-version 3.11 --no-header --no-emit-index-url --no-emit-find-links

# uv is the quick way; where it does not install, or finds no packages, pip does the same. Both trust whom the machine does.
# The machine's own pip installs into .venv: a second one there would take longer than everything else.
PIP := $(PYTHON) -m pip --python $(BIN)/python install --quiet --disable-pip-version-check --require-hashes

.venv/ready: requirements.txt requirements-dev.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "需要 Python 3.11 或更高版本;可用 PYTHON=python3.12 make setup 指定。"; exit 1; }
	@echo "正在准备 Python 环境(.venv)……"
	@test -x $(BIN)/python || $(PYTHON) -m venv --without-pip .venv
	@echo "正在安装软件包,首次要下载,请稍候……"
	@awk '/^[^ ]/ {keep = /^uv==/} keep' requirements-dev.txt > .venv/uv.txt
	@{ $(PIP) -r .venv/uv.txt \
	  && UV_SYSTEM_CERTS=1 $(BIN)/uv pip sync --python $(BIN)/python --quiet --require-hashes requirements.txt requirements-dev.txt; } \
	  || $(PIP) -r requirements.txt -r requirements-dev.txt
	@touch $@
	@echo "软件包已装好。"

$(CATALOGUE).mo: $(CATALOGUE).po | setup
	@$(BIN)/python -c 'import polib, sys; polib.pofile(sys.argv[1]).save_as_mofile(sys.argv[2])' $< $@

$(STATIC): .venv/ready $(shell find static */static -type f 2>/dev/null)
	@DATA_DIR="$(DATA_DIR)" $(BIN)/python manage.py collectstatic --noinput --verbosity 0
	@touch $@
