# The commands that a developer and CI both type. Paths are relative, so the folder's name may hold spaces.

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
LOCKED := $(PIP) --no-deps --require-hashes -r  # the lock names everything, so pip has nothing to resolve
VAULT ?= vault
BENCH ?=  # sections of the benchmarks, where it is not all
FAULTS ?=  # stories and faults, where it is not all, such as FAULTS='--stories apply:20 --faults killed'
APP := kg/views/explorer/app
APP_SOURCES := $(wildcard $(APP)/*.json $(APP)/*.mjs $(APP)/src/* $(APP)/src/*/*)

.PHONY: demo explorer browser test spark virtuoso-test faults lint format docs site wheel bench bench-quick eval tables lock clean
.DEFAULT_GOAL := demo

.venv/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed; name one with: make PYTHON=/path/to/python3" >&2; exit 2; }
	@$(PYTHON) -m venv .venv || \
	  { echo "The venv module is missing; on Debian: apt-get install python3-venv" >&2; rm -rf .venv; exit 2; }
	@touch $@

.venv/run: .venv/pip requirements/run.txt requirements/node.txt pyproject.toml hatch_build.py $(APP_SOURCES)
	@echo "Setting up .venv (about a minute, once) ..."
	@$(LOCKED) requirements/run.txt
	@$(BIN)/python hatch_build.py --node 2>/dev/null || $(LOCKED) requirements/node.txt
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

.venv/dev: .venv/run requirements/dev.txt
	@$(LOCKED) requirements/dev.txt
	@touch $@

.venv/site: .venv/dev requirements/site.txt
	@$(LOCKED) requirements/site.txt
	@touch $@

.venv/spark: .venv/dev requirements/spark.txt
	@$(BIN)/uv pip install --quiet --no-deps --require-hashes -r requirements/spark.txt
	@touch $@

.venv/bench: .venv/dev requirements/bench.txt
	@$(LOCKED) requirements/bench.txt
	@touch $@

demo: .venv/run  ## set everything up, build the sample vault, show what is claimed about CoreWeave
	$(BIN)/kg build $(VAULT) --out exports
	$(BIN)/kg claims CoreWeave --vault $(VAULT)
	@echo
	@echo "Open exports/explorer/index.html to browse the graph, exports/report.md for an overview. Or type:"
	@echo "  $(BIN)/kg conflicts CoreWeave            where the notes disagree, and where to hear it"
	@echo "  $(BIN)/kg claims NVIDIA --with USD       the numbers that are claimed about NVIDIA"
	@echo "  $(BIN)/kg claims CoreWeave --callout warning     the risks"
	@echo "  $(BIN)/kg entities                       who and what the notes talk about"
	@echo "  $(BIN)/kg build ~/your/vault             your own notes"

explorer: .venv/run  ## bundle the explorer's script again
	$(BIN)/python hatch_build.py --force

browser:  ## install the browser that the tests drive, where that is possible
	@command -v chromium >/dev/null && command -v chromedriver >/dev/null || \
	  { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq && \
	    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium chromium-driver >/dev/null; } || \
	  echo "NO BROWSER: the explorer's tests in a browser will be SKIPPED; on Debian: apt-get install chromium chromium-driver" >&2

test: .venv/dev browser  ## set everything up and run the whole test suite
	$(BIN)/python hatch_build.py --check
	COVERAGE_FILE="$(CURDIR)/.coverage" $(BIN)/python -m pytest -n auto --dist loadscope --cov=kg --cov-report=term

spark: .venv/spark  ## run the tests that need Spark, which is 450 MB to load, and Java
	$(BIN)/python -m pytest tests/flow/test_spark_engine.py

virtuoso-test: .venv/dev  ## run the tests that need Virtuoso
	@command -v virtuoso-t > /dev/null || \
	  { echo "Virtuoso is missing; on Debian: apt-get install virtuoso-opensource" >&2; exit 2; }
	$(BIN)/python -m pytest tests/store/remote/test_virtuoso.py

faults: .venv/dev  ## let every call that changes a file fail, in every way, in every command that writes (hours; needs cc)
	$(BIN)/python -m tests.faults.every_call $(FAULTS)

lint: .venv/dev  ## style, types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: .venv/dev  ## put every file into the house's format
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: .venv/dev  ## run the examples of README.md and docs/ again and write their output into them
	$(BIN)/python tests/readme_examples.py
	$(BIN)/python -c 'from kg.config.settings_page import page; print(page(), end="")' > docs/settings.md
	$(BIN)/cog -r -I tests README.md docs/*.md kg/rdf/*.ttl

site: .venv/site  ## build the documentation into build/site; warnings, such as broken links, are errors
	$(BIN)/sphinx-build -q -W --keep-going -b html -c docs . build/site

wheel: .venv/dev  ## build the wheel, and try it with the lowest versions that pyproject.toml allows
	rm -rf build/wheel
	$(PYTHON) -m venv build/wheel/venv
	$(BIN)/python -m pip wheel --quiet --disable-pip-version-check --no-deps --no-build-isolation -w build/wheel .
	$(BIN)/uv pip compile pyproject.toml --quiet --resolution lowest-direct --python build/wheel/venv \
	  --generate-hashes --no-header -o build/wheel/lowest.txt
	$(BIN)/uv pip install --quiet --python build/wheel/venv --no-deps --require-hashes -r build/wheel/lowest.txt
	$(BIN)/uv pip install --quiet --python build/wheel/venv --no-deps build/wheel/*.whl
	$(BIN)/python tests/try_wheel.py build/wheel/venv/bin/kg $(VAULT)

tables: .venv/dev  ## make the word lists that are counted or derived; the counted ones need the corpus beside the project
	$(BIN)/python scripts/currency_tables.py
	$(BIN)/python scripts/unit_codes.py
	$(BIN)/python scripts/common_words.py

eval: .venv/run  ## score the extraction against the annotated notes beside the project
	$(BIN)/python benchmarks/score_gold.py

learn: .venv/run  ## learn the probabilities of links, topics, key terms and statements again from the annotated notes beside the project
	$(BIN)/python -m benchmarks.learn_links
	$(BIN)/python -m benchmarks.learn_terms
	$(BIN)/python -m benchmarks.learn_statements

bench: .venv/bench browser  ## measure everything beside other tools, into benchmarks/results.md (an hour and a half)
	$(BIN)/python -m benchmarks.run $(BENCH)

pictures: .venv/dev browser  ## take the README's pictures of the explorer again
	$(BIN)/python scripts/readme_pictures.py

bench-quick: .venv/bench  ## measure extraction and layout alone, into benchmarks/results.md (two minutes)
	$(BIN)/python -m benchmarks.run extraction layout

lock: .venv/dev  ## pin every dependency again, with hashes
	for part in run:build node:node dev:dev bench:bench spark:spark site:site; do \
	  $(BIN)/uv pip compile $$(case $$part in node:*|site:*|spark:*) ;; *) echo "pyproject.toml" ;; esac) --quiet \
	    --universal --python-version 3.11 --generate-hashes --no-header --group $${part#*:} \
	    $$([ $${part%:*} = run ] || echo "-c requirements/run.txt") -o requirements/$${part%:*}.txt; \
	done

clean:  ## remove everything that can be made again
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis exports/* vault/.kg
	git checkout -- exports/README.md
