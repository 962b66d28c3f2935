# The same flags everywhere: demo, test and bench then share every compiled file, and Hummingbird is built once.
# A release build with --build-tests has no -enable-testing; `swift test` adds it and would compile all anew, hence
# --skip-build with --disable-testable-imports (without the second the next build starts from nothing).
BUILD := swift build -c release --explicit-target-dependency-import-check=error
TEST := swift test -c release --skip-build --disable-testable-imports --disable-xctest
SWIFT_FILES := Package.swift Sources Tests $(wildcard Benchmarks/Package.swift Benchmarks/Sources) \
	Benchmarks/forest/Package.swift Benchmarks/forest/Sources
BINARY := $(CURDIR)/.build/release/wardflow

DEMO_FLAGS ?=
TEST_FLAGS ?=
BENCH_FLAGS ?=
GATE_FLAGS ?=

.PHONY: help demo build test check lint format docs gate bench bench-lake bench-forest clean

help:
	@echo "make demo    a simulated hospital on the screen; DEMO_FLAGS='--port 8080 --exit-after 40s'"
	@echo "make test    all tests, foreign readers included; TEST_FLAGS='--filter HL7Tests' for some"
	@echo "make check   lint, import check, generated docs, tests"
	@echo "make format  rewrite the Swift files in the house format"
	@echo "make docs    regenerate docs/tables.md from schemas/"
	@echo "make gate    cost per event and rows a day beside the figures kept; GATE_FLAGS=--update keeps the new ones"
	@echo "make bench   speed as ratios to the Python reference"
	@echo "make bench-lake  Parquet and Delta beside polars, pyarrow and delta-rs; BENCH_FLAGS='--rows 200000'"
	@echo "make bench-forest  OnlineForest on stays beside river and MOA; BENCH_FLAGS='--seeds 2 --no-peers'"
	@echo "make clean   remove everything built"

demo: build
	$(BINARY) demo $(DEMO_FLAGS)

build:
	scripts/bootstrap
	$(BUILD) --product wardflow

test:
	scripts/bootstrap --python
	$(BUILD) --build-tests
	WARDFLOW_PYTHON="$(CURDIR)/.venv/bin/python" WARDFLOW_BINARY="$(BINARY)" $(TEST) $(TEST_FLAGS)

# Cheap checks first; the build of `test` carries the import check.
check: lint
	scripts/tables-doc --check
	python3 -B -m unittest discover --start-directory Benchmarks/gate
	$(MAKE) test

lint:
	scripts/bootstrap --python
	.venv/bin/python scripts/lint-assets
	swift format lint --strict --parallel --recursive $(SWIFT_FILES)

format:
	swift format --in-place --parallel --recursive $(SWIFT_FILES)

docs:
	scripts/tables-doc

# Under a minute. `build` first: the program must be the one of these sources.
gate: build
	Benchmarks/run-gate $(GATE_FLAGS)

bench: build
	Benchmarks/run

# A package of its own, which uses the libraries as any other package would and builds nothing else.
bench-lake:
	scripts/bootstrap --python
	swift build -c release --package-path Benchmarks --product LakeBench
	Benchmarks/run-lake $(BENCH_FLAGS)

bench-forest:
	Benchmarks/forest/run $(BENCH_FLAGS)

clean:
	rm -rf .build .venv Benchmarks/.build Benchmarks/forest/.build Benchmarks/forest/.venv
