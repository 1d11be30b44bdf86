# Evergrant, from a fresh clone: `make run` and `make test`. `make` alone prints this list.
#
# CONFIGURATION is debug for everything but figures: it builds in about half the time on two cores, and `run` and
# `test` then share one build. `make run CONFIGURATION=release` is what a deployed server is made of.

SHELL := /bin/bash
CONFIGURATION ?= debug
SECONDS ?= 30
MINUTES ?= 60
SCHEDULES ?= 100
KILLS ?= 200
# Root has a network of its own for chaos, where it can be cut.
ISOLATED = $(if $(filter 0,$(shell id -u)),deploy/local/isolated)
# Seconds of failure, or of health, after which `make run` moves the name; 180 is what an installation has.
WINDOW ?= 30
# A server that is deployed brings its own Swift: it starts in half the time, and needs nothing but Debian's libraries.
RELEASE := swift build --configuration release --static-swift-stdlib
BUILD := $(if $(filter release,$(CONFIGURATION)),$(RELEASE),swift build --configuration $(CONFIGURATION))
COMMA := ,
# One test at a time: scenarios measure seconds, and on two cores a second PostgreSQL cluster would stretch them.
TEST := swift test --no-parallel
# Swift's crash reporter forks, which the sanitizers take for a crash of their own.
SANITIZED := SWIFT_BACKTRACE=enable=no $(TEST) -Xswiftc -use-ld=lld --skip TidyTests

.DEFAULT_GOAL := help
.PHONY: help run test test-sanitizers lint bench fuzz interop drill chaos soak abuse clean toolchain format-lint

help: ## print this list
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/\1\t\2/p' $(MAKEFILE_LIST) | expand -t 18

run: toolchain ## two regions, DNS and three vantages on this machine, live until Ctrl-C; WINDOW=180 is real
	deploy/local/install run
	$(BUILD) --product evergrant
	$(BUILD) --product evergrant-local
	@exec .build/$(CONFIGURATION)/evergrant-local up --window $(WINDOW)

test: toolchain ## everything CI runs: lint, all tests, and the scenarios on real PostgreSQL, packager and browser
	deploy/local/install test
	$(MAKE) --no-print-directory format-lint
	swift build --build-tests
	$(TEST) --skip-build

test-sanitizers: toolchain ## the same tests under ThreadSanitizer, then under AddressSanitizer
	deploy/local/install test
	$(MAKE) --no-print-directory --keep-going sanitize-thread sanitize-address

lint: toolchain format-lint ## swift-format and shell syntax, then the architecture and the style as tests (TidyTests)
	$(TEST) --filter TidyTests

bench: toolchain ## what everything costs beside C, nginx and pgbench in one run; ONLY=h1,license measures those; FULL=1
	deploy/local/install bench
	$(MAKE) --no-print-directory --directory Benchmarks
	$(RELEASE) --product evergrant
	$(RELEASE) --product JournalLoad
	$(RELEASE) --product BareServer
	$(RELEASE) --product SystemCost
	FULL=$(FULL) Benchmarks/run.py $(subst $(COMMA), ,$(ONLY))

fuzz: toolchain ## fuzz each parser for SECONDS (default 30); fails on a crash, a broken promise, or a blind build
	Fuzz/run $(SECONDS)

interop: toolchain ## the scenarios (real packager, browser, two regions), and pyplayready, which only this installs
	deploy/local/install interop
	EVERGRANT_INTEROP=1 $(TEST) --filter 'Scenarios|PyPlayReady'

drill: toolchain ## a game day on two regions here, judged; REAL=1 takes the real three minutes (half an hour)
	deploy/local/install drill
	$(BUILD) --product evergrant
	$(BUILD) --product evergrant-local
	deploy/local/drill .build/$(CONFIGURATION) $(if $(REAL),180,15) $(REPORT)

chaos: toolchain ## random faults under load and a check of every promise: SCHEDULES=100, SEED=random, and KILLS=200
	deploy/local/install test
	swift build --build-tests
	EVERGRANT_CHAOS_SCHEDULES=$(SCHEDULES) EVERGRANT_CHAOS_SEED=$(SEED) EVERGRANT_CHAOS_KILLS=$(KILLS) \
	$(ISOLATED) $(TEST) --skip-build --filter 'ChaosStory|killedUnderLoad'

soak: toolchain ## half load for MINUTES (default 60) with restarts and reloads: nothing may grow; writes docs/soak.md
	deploy/local/install test
	$(RELEASE) --product evergrant
	swift build --build-tests
	EVERGRANT_SOAK_MINUTES=$(MINUTES) EVERGRANT_SOAK_REPORT=$(CURDIR)/docs/soak.md \
	EVERGRANT_BINARY=$(CURDIR)/.build/release/evergrant $(TEST) --skip-build --filter SoakStory

abuse: toolchain ## each attack of docs/http2.md, and 5,000 slow clients, on release builds: a player within 2x of idle
	deploy/local/install test
	$(RELEASE) --product evergrant
	$(RELEASE) --product BareServer
	swift build --build-tests
	rm -f .build/abuse.tsv
	EVERGRANT_ABUSE_FIGURES=$(CURDIR)/.build/abuse.tsv EVERGRANT_BARE_SERVER=$(CURDIR)/.build/release/BareServer \
	EVERGRANT_BINARY=$(CURDIR)/.build/release/evergrant $(TEST) --skip-build --filter 'HTTP2AbuseTests|slowClients'
	@sort -t "$$(printf '\t')" -k 3,3nr .build/abuse.tsv | expand -t 64,72,80,88

clean: ## remove everything that was built
	rm -rf .build

# Not in the list: steps of the targets above.

# Every process writes its reports into files of this name, also the servers that the scenarios start and kill. Leaks are
# looked for outside the scenarios: a server that ends leaves what its loops hold to the kernel.
# A story watches a server's memory, and AddressSanitizer would keep 256 MiB of what was freed.
sanitize-%: STORY_OPTIONS = detect_leaks=0:quarantine_size_mb=1:thread_local_quarantine_size_kb=16
sanitize-%: REPORTS = $(CURDIR)/.build/$*-report
sanitize-%: RUN = $(SANITIZED) --sanitize=$* --scratch-path .build/$*
sanitize-%: toolchain
	mkdir -p .build && rm -f $(REPORTS).*
	export TSAN_OPTIONS=halt_on_error=0:log_path=$(REPORTS) ASAN_OPTIONS=log_path=$(REPORTS); \
	export LSAN_OPTIONS=suppressions=$(CURDIR)/Tests/leaks.txt:print_suppressions=0; \
	$(RUN) --skip Scenarios; units=$$?; \
	ASAN_OPTIONS=$$ASAN_OPTIONS:$(STORY_OPTIONS) $(RUN) --skip-build --filter Scenarios; stories=$$?; \
	! cat $(REPORTS).* 2>/dev/null && exit $$((units + stories))

format-lint: toolchain
	swift format lint --strict --recursive --parallel Sources Tests Fuzz Package.swift
	bash -n .ci/run deploy/local/install deploy/local/isolated deploy/local/drill Fuzz/run

toolchain:
	@command -v swift >/dev/null || { echo 'Evergrant needs Swift 6.3 or newer, and there is no swift on PATH: https://www.swift.org/install/linux/' >&2; exit 1; }
	@version=$$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9][0-9.]*\).*/\1/p'); \
	printf '6.3\n%s\n' "$$version" | sort --check=quiet --version-sort \
	|| { echo "Evergrant needs Swift 6.3 or newer; this is $${version:-a swift that does not say}: $$(command -v swift)" >&2; exit 1; }
