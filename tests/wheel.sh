#!/usr/bin/env bash
# The built wheel, installed alone in a fresh environment away from the checkout, runs `demo`, `init` and `check`.
# Usage: tests/wheel.sh WHEEL CONSTRAINTS
set -euo pipefail

wheel=$(realpath "$1")
constraints=$(realpath "$2")
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"

python3 -m venv fresh
fresh/bin/pip install -q -c "$constraints" "$wheel"
fresh/bin/frontdesk --version
fresh/bin/frontdesk init shop --pack hotel
fresh/bin/frontdesk check shop/guidelines.yaml
demo=$(fresh/bin/frontdesk demo --headless)
fresh/bin/frontdesk customers find Berzina --folder "$demo" --staff Anna --json | grep -q '"name"'
rm -rf "$demo"
echo "wheel: demo, init and check work"
