# The commands of this project; each sets up what it needs by itself.
BIN := .venv/bin
.DEFAULT_GOAL := help

.PHONY: help
help: ## List the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 24

.PHONY: briefings
briefings: set-up-run ## Build the briefings into out/latest
	@$(BIN)/briefing build

.PHONY: test
test: set-up-dev ## Run the tests
	@$(BIN)/python -m pytest -n auto

.PHONY: test-thorough
test-thorough: set-up-dev ## Run the tests with many more generated examples
	@HYPOTHESIS_PROFILE=thorough $(BIN)/python -m pytest -n auto

.PHONY: check
check: set-up-dev ## Format, lint, types, tests
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/python -m pytest -n auto

.PHONY: format
format: set-up-dev ## Put the code into form
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

.PHONY: benchmark
benchmark: set-up-dev ## Measure, and print ratios
	@for script in benchmarks/benchmark_*.py; do echo "== $$script"; $(BIN)/python $$script || exit 1; done

.PHONY: benchmark-recogniser
benchmark-recogniser: set-up-benchmark ## Measure the recogniser beside its peers; OPTIONS=--help
	@.venv-benchmark/bin/python benchmarks/benchmark_recogniser.py $(OPTIONS)

.PHONY: wheel
wheel: set-up-benchmark set-up-dev ## Build a wheel with the recogniser compiled into dist/, and test it
	@rm -rf build dist
	@BRIEFING_COMPILED=1 .venv-benchmark/bin/python -m pip --quiet --disable-pip-version-check wheel --no-deps --no-build-isolation -w dist .
	@$(BIN)/python -m zipfile -e dist/*.whl build/wheel
	@PYTHONPATH=$(CURDIR)/build/wheel $(BIN)/pytest -n auto
	@echo "wheel: $$(ls dist/*.whl)"

.PHONY: update-cases
update-cases: set-up-dev ## Write the expected output into the rule pages; read the difference by eye
	@$(BIN)/python -m pytest tests/test_rules.py --update-cases

COMPILE := UV_CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url
.PHONY: lock
lock: set-up-dev ## Pin the newest allowed versions of every dependency
	@$(BIN)/python -m pip install --quiet uv==0.13.8
	@$(COMPILE) --upgrade -o requirements.lock
	@$(COMPILE) --extra dev --constraint requirements.lock -o requirements-dev.lock
	@$(COMPILE) --extra benchmark --constraint requirements.lock -o requirements-benchmark.lock

.PHONY: clean
clean: ## Remove what was set up and built, but for the published editions
	@rm -rf .venv .venv-benchmark build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis

.PHONY: set-up-run set-up-dev set-up-benchmark
set-up-run set-up-dev set-up-benchmark: set-up-%:
	@.ci/set-up $*
