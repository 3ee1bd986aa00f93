# Everything a person types. On Debian 12 nothing but git, make and a network need be there.

SHELL := /bin/bash
.DEFAULT_GOAL := help
export JOBS ?= $(shell nproc)
# Fresh clones share the compiler's cache, wherever they lie.
export CCACHE_BASEDIR := $(CURDIR)
export CCACHE_NOHASHDIR := 1
# Options that only silence warnings do not change an object.
export CCACHE_IGNOREOPTIONS := -Wno-restrict -Wno-array-bounds

PYTHON_BIN := .venv/bin/python
# What tests/run.py runs on the planted build.
PLANTED_PROGRAMS := traps_test differential_test query_test block_evaluator_test container_test bitmap_test
CXX_FILES = $(shell git ls-files -co --exclude-standard '*.cc' '*.h' '*.inc')
PYTHON_FILES = $(shell git ls-files -co --exclude-standard '*.py' '*.pyi')

.NOTPARALLEL:
.PHONY: help demo build bench test test-quick test-cpp test-python test-asan test-planted test-fuzz \
  format lint lint-format lint-python lint-cpp clean setup setup-dev package \
  build-release build-asan build-planted

help:
	@echo 'make demo         build what it needs, then show audiences of a generated retailer'
	@echo 'make build        the C++ libraries and programs (build/release) and the Python package (.venv)'
	@echo 'make test         the tests: C++, Python, sanitizers, planted bugs, short fuzz runs'
	@echo 'make test-quick   the quick tests, under a minute once built'
	@echo '                  parts: test-cpp test-python test-asan test-planted test-fuzz'
	@echo 'make bench        build and run the benchmarks'
	@echo 'make format       format C++ and Python in place'
	@echo 'make lint         check formatting, ruff, mypy, clang-tidy'
	@echo 'make clean        remove build/ (keeps .venv and the downloads in .deps)'

demo: package
	.venv/bin/seine demo

setup:
	@cmake/setup.sh system
	@cmake/setup.sh venv

setup-dev:
	@cmake/setup.sh system
	@cmake/setup.sh venv dev

package: setup
	@cmake/setup.sh package

# Ninja configures again by itself when a CMake file or the list of sources changes.
build/%/build.ninja: CMakePresets.json
	cmake --preset $*
	@touch $@

build-release: setup build/release/build.ninja
	cmake --build build/release -j $(JOBS)

build-asan: setup build/asan/build.ninja
	cmake --build build/asan -j $(JOBS)

build-planted: setup build/planted/build.ninja
	cmake --build build/planted -j $(JOBS) --target $(PLANTED_PROGRAMS)

build: build-release package

test: setup-dev build build-asan build-planted
	@$(PYTHON_BIN) tests/run.py cpp python asan planted fuzz

test-quick: setup-dev build
	@$(PYTHON_BIN) tests/run.py quick cpp python

test-cpp: setup-dev build-release
	@$(PYTHON_BIN) tests/run.py cpp

test-python: setup-dev package
	@$(PYTHON_BIN) tests/run.py python

test-asan: setup-dev build-asan
	@$(PYTHON_BIN) tests/run.py asan

test-planted: setup-dev build-planted
	@$(PYTHON_BIN) tests/run.py planted

test-fuzz: setup-dev build-asan
	@$(PYTHON_BIN) tests/run.py fuzz

bench: build
	@for program in build/release/*_bench; do \
	  [[ -x $$program ]] || continue; \
	  echo "== $$program"; $$program || exit 1; \
	done
	@echo '== bench/python_call.py'; $(PYTHON_BIN) bench/python_call.py

format: setup-dev
	@.venv/bin/clang-format -i $(CXX_FILES)
	@.venv/bin/ruff check --quiet --fix-only $(PYTHON_FILES)
	@.venv/bin/ruff format --quiet $(PYTHON_FILES)

lint: lint-format lint-python lint-cpp

lint-format: setup-dev
	@.venv/bin/clang-format --dry-run --Werror $(CXX_FILES)
	@.venv/bin/ruff format --check $(PYTHON_FILES)

lint-python: setup-dev
	@.venv/bin/ruff check $(PYTHON_FILES)
	.venv/bin/mypy datasets tests/run.py cmake/tidy.py
	.venv/bin/mypy --package seine

# The debug preset compiles each file by itself, which is what clang-tidy needs to know of it.
lint-cpp: setup-dev build/debug/build.ninja
	@$(PYTHON_BIN) cmake/tidy.py build/debug $(filter %.cc,$(CXX_FILES))

clean:
	rm -rf build
