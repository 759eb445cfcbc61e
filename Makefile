# The two commands: `make run` and `make test`. Each builds its own environment on first use.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.DEFAULT_GOAL := help
.PHONY: help run test lint bench screenshots sample reference clean

help:  ## Say what can be made
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "make %-12s %s\n", $$1, $$2}'

$(VENV)/run.stamp: requirements.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/dev.stamp: requirements-dev.txt $(VENV)/run.stamp
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

run: $(VENV)/run.stamp  ## Start the dashboard (the demo, where there is no company database yet)
	$(BIN)/streamlit run app.py

test: $(VENV)/dev.stamp  ## Run every test
	$(BIN)/python -m pytest -n auto --dist worksteal

lint: $(VENV)/dev.stamp  ## Check style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(VENV)/dev.stamp  ## Measure speed and memory, as ratios in one run
	$(BIN)/python -m bench

screenshots: $(VENV)/dev.stamp  ## Pictures of every page into .screenshots/
	$(BIN)/python -m tests.browser.screenshots

sample: $(VENV)/run.stamp  ## Write the sample workbooks again
	$(BIN)/python data/sample/make_sample.py

reference: $(VENV)/dev.stamp  ## Make again what is made once: working days, the narrative model
	$(BIN)/python analytics/reference/make_working_days.py
	$(BIN)/python -m analytics.classify.starter_training

clean:  ## Remove the environment and all caches
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis .screenshots
