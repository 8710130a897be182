# make demo   set everything up and audit the two sample sets
# make test   set everything up, lint, type-check the installed wheel, run the tests

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready
SCHEMAS := $(VENV)/schemas/.ready
DEMO   := demo

.PHONY: demo test lint types tests schemas benchmark clean

demo: $(READY)
	@echo; echo "== A set that deserves GO"
	$(BIN)/dataaudit audit sample_data/go/train.jsonl --reference sample_data/production.jsonl \
		--report $(DEMO)/go.html --report $(DEMO)/go.json --output terminal
	@echo; echo "== A set that deserves NO-GO"
	$(BIN)/dataaudit audit sample_data/no-go/train.jsonl --reference sample_data/production.jsonl \
		--report $(DEMO)/no-go.html --report $(DEMO)/no-go.json --output terminal || test $$? -eq 1
	@echo; echo "Open $(DEMO)/no-go.html in a browser."

test: lint types tests

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

# Type checkers can't follow the mapping of checks/ and reports/ in the tree: they check the wheel.
types: $(READY)
	rm -rf build dist
	$(BIN)/python -m build --quiet --wheel
	$(BIN)/pip install --quiet --no-deps --target build/wheel dist/*.whl
	cd build/wheel && ../../$(BIN)/mypy --config-file ../../pyproject.toml -p dataaudit

tests: $(READY) schemas
	$(BIN)/python -m pytest --numprocesses auto --dist loadfile

benchmark: $(READY)
	$(BIN)/python benchmarks/startup.py

schemas: $(SCHEMAS)

# Source packages that carry the schemas of SARIF and JUnit: the tests read them, nothing is installed.
$(SCHEMAS): $(READY)
	$(BIN)/pip download --quiet --disable-pip-version-check --no-deps --no-binary pytest,cfn-lint -c constraints.txt \
		--dest $(@D) pytest cfn-lint==1.58.0
	touch $@

$(READY): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	touch $@

clean:
	rm -rf $(VENV) $(DEMO) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache
