# Sanad. `make` or `make help` lists what there is; `make demo` is the place to start.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help setup demo run test bench train locales check clean stories \
	nlu-check nlu-report nlu-compare nlu-encoder

# uv builds both environments; where it is missing, a copy of its own is installed here.
OWN_UV := $(CURDIR)/.tools/bin/uv
UV := $(shell command -v uv 2>/dev/null || echo $(OWN_UV))
RUN := $(UV) run --frozen --quiet
NLU := PYTHONPATH=. PYTHONWARNINGS=ignore RASA_TELEMETRY_ENABLED=false TF_CPP_MIN_LOG_LEVEL=3 \
	SQLALCHEMY_SILENCE_UBER_WARNING=1 TQDM_DISABLE=1 nlu/.venv/bin/python
PO := $(wildcard locales/*/LC_MESSAGES/sanad.po)
MO := $(PO:.po=.mo)

help: ## This list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1|\2/' | column -t -s '|'

setup: .venv/.ready nlu/.venv/.ready $(MO) ## Build both environments and the catalogs

demo: setup ## Try it: two phones on a page, no token, no server
	@$(RUN) sanad demo

run: setup ## The real thing; settings in .env (see .env.example)
	@$(RUN) sanad run

test: setup ## Every test
	@$(RUN) pytest --numprocesses 2 --dist loadgroup $(PYTEST_ARGS)

stories: setup ## Play the stories and draw their pages: docs/dialogues (needs Chromium)
	@$(RUN) python -m tests.stories

bench: setup ## Speed and memory, as ratios
	@$(RUN) python -m bench

train: setup ## Train the model, if its sources changed
	@$(RUN) sanad train

nlu-check: .venv/.ready ## Are the examples fit to learn from?
	@$(RUN) python -m nlu.evaluation.check

nlu-report: setup ## Measure the current model on the test set: docs/nlu-report.md
	@$(RUN) sanad train
	@OMP_NUM_THREADS=1 $(NLU) -m nlu.evaluation.report var/models/sanad-*.tar.gz

nlu-compare: setup ## Compare pipelines on the development set: docs/nlu-comparison.md (an hour)
	@$(UV) sync --frozen --quiet --project nlu --group tune
	@$(NLU) -m nlu.evaluation.compare

nlu-encoder: setup ## Tune the encoder on the examples again (an hour)
	@$(UV) sync --frozen --quiet --project nlu --group tune
	@$(NLU) -m nlu.encoder.tune

locales: .venv/.ready ## Extract the words, bring the catalogs up to date, compile them
	@$(RUN) pybabel -q extract -F babel.cfg --no-default-keywords -k msg -k msgs:1,2 \
		--project Sanad --version 0.1 --copyright-holder "The Sanad authors" \
		--msgid-bugs-address none --sort-by-file --no-location -o locales/sanad.pot .
	@$(RUN) pybabel -q update -i locales/sanad.pot -d locales -D sanad --no-fuzzy-matching \
		--ignore-obsolete --ignore-pot-creation-date -w 100
	@$(MAKE) --no-print-directory $(MO)

check: setup nlu-check ## Format, lint, types, import contracts
	@$(RUN) ruff format --check
	@$(RUN) ruff check
	@$(RUN) mypy
	@$(RUN) lint-imports --no-cache

clean: ## Remove what was built, trained and stored by demo and tests (never var/ of a real run)
	rm -rf .venv nlu/.venv .tools var/demo $(MO)

$(OWN_UV):
	@echo "Installing uv…"
	@python3 -m venv .tools && .tools/bin/pip install --quiet uv

.venv/.ready: pyproject.toml uv.lock | $(UV)
	@echo "Building the bot's environment…"
	@$(UV) sync --frozen && touch $@

nlu/.venv/.ready: nlu/pyproject.toml nlu/uv.lock | $(UV)
	@echo "Building the language environment (2.5 GB, a minute or more the first time)…"
	@$(UV) sync --frozen --project nlu && touch $@

%.mo: %.po | .venv/.ready
	@$(RUN) pybabel -q compile -i $< -o $@
