# Every target works first thing on a fresh clone: it needs python3 (3.11 or newer) and make, nothing else.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
EVAL_DATA ?= ../shared/eval
export OMP_NUM_THREADS ?= 1
.PHONY: help install run test lint eval bench hostile fuzz golden schemas docs train lock clean distclean
.DEFAULT_GOAL := help

help: ## list the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

# The stamp makes re-runs instant; it is older than the lock file as soon as that changes.
$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "newsclaims needs Python 3.11 or newer; say make PYTHON=python3.x" >&2; exit 2; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "installing into $(VENV) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

install: $(READY) ## a .venv with everything, pinned with hashes

run: $(READY) ## print the claims of the fixture articles
	@$(BIN)/newsclaims extract fixtures/articles --format table

test: $(READY) ## run all tests
	@$(BIN)/pytest

lint: $(READY) ## style, types, import direction, documents that must not drift
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/python tools/write_schemas.py --check
	$(BIN)/python tools/make_docs_metrics.py --check
	$(BIN)/python tools/write_docs.py --check

eval: $(READY) ## score on the evaluation data, and note the figures in docs/eval.md
	@$(BIN)/python tools/evaluate.py --data $(EVAL_DATA)

bench: $(READY) ## measure speed against the raw model, and note the figures in docs/bench.md
	@$(BIN)/python tools/bench.py

hostile: $(READY) ## time and memory of the hostile inputs
	@$(BIN)/python tools/hostile.py

FUZZ_SECONDS ?= 60
fuzz: $(READY) ## feed the readers mutated files for FUZZ_SECONDS (needs atheris: pip install -e ".[fuzz]")
	@$(BIN)/python tools/fuzz.py out/fuzz/corpus -max_total_time=$(FUZZ_SECONDS)

golden: $(READY) ## write the expected results of the fixtures anew (read the diff before you commit it)
	@$(BIN)/python tools/write_golden.py

schemas: $(READY) ## write schemas/*.schema.json anew
	@$(BIN)/python tools/write_schemas.py

docs: $(READY) ## write the generated documents anew
	@$(BIN)/python tools/make_docs_metrics.py
	@$(BIN)/python tools/write_docs.py

# In order: each model sees what those above it say. The labeller of attributions takes torch
# (pip install -e ".[train]") and the folder of a sentence encoder (see its head): it is trained where MINILM names that.
train: $(READY) ## train the models of pipeline/weights again (needs the evaluation data; see MINILM)
	$(BIN)/python tools/corpus.py $(EVAL_DATA)/claims out/training
	$(BIN)/python tools/train_pages.py $(EVAL_DATA)/pages
ifneq ($(MINILM),)
	$(BIN)/python tools/train_attribution.py $(EVAL_DATA)/attribution/train.jsonl --held --vectors $(MINILM)
endif
	$(BIN)/python tools/train_coreference.py out/training --docs out/training/docs.spacy
	$(BIN)/python tools/train_source.py out/training --docs out/training/docs.spacy
	$(BIN)/python tools/train_choosers.py out/training --docs out/training/docs.spacy
	$(BIN)/python tools/train_dates.py out/training --docs out/training/docs.spacy
	$(BIN)/python tools/train_claims.py out/training --docs out/training/docs.spacy

lock: ## pin all requirements again (needs uv)
	uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --extra dev --no-header --no-emit-index-url --upgrade pyproject.toml -o requirements.lock

clean: ## remove caches and outputs
	rm -rf out build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -not -path './$(VENV)/*' -prune -exec rm -rf {} +

distclean: clean ## remove the .venv too
	rm -rf $(VENV) *.egg-info
