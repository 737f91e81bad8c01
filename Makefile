VENV := .venv
BIN := $(VENV)/bin
.PHONY: lint test
lint:
	$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy
test:
	$(BIN)/pytest
