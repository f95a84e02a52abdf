# For suites with deploy tools; read by `.`. Calls of `run` see thaw as AWS.
thaw="$THAW_HOME/thaw"
run() { "$thaw" exec --port "$THAW_PORT" -- "$@"; }
began=$(($(date +%s) * 1000000))

# A virtual environment with packages, or the end of the suite when PyPI cannot be reached.
environment() {
  # Zappa leaves out of its packages what is named as the environment is
  place=$WORK/$1-environment
  python3 -m venv "$place"
  shift
  "$place/bin/pip" install -q --disable-pip-version-check "$@" >"$place/pip.log" 2>&1 || {
    echo "$(basename "$0") skipped: PyPI cannot be reached: $(tail -n 1 "$place/pip.log")"
    exit 0
  }
  VIRTUAL_ENV=$place
  PATH=$place/bin:$PATH
  export VIRTUAL_ENV PATH
}

# One line of the table of tools that passed.
passed() { printf '%s\t%s\n' "$1" "$2" >>"$WORK/tools"; }

# Every request since the suite began, when it fails; and how long they were inside thaw.
requests() {
  curl -sS "http://127.0.0.1:$THAW_PORT/_thaw/requests?since_us=$began" | python3 -c '
import json, sys
asked = json.load(sys.stdin)["requests"]
if sys.argv[1] == "all":
    for r in asked:
        print("request %9.1f ms  %-55s %s" % (r["inside_us"] / 1000, r.get("operation", "-"), r.get("error", "")))
print("%d requests, %.0f ms inside thaw" % (len(asked), sum(r["inside_us"] for r in asked) / 1000))' "$1"
}
trap 'status=$?; [ "$status" = 0 ] || requests all; exit $status' EXIT

# equal WANTED GIVEN
equal() {
  [ "$1" = "$2" ] || { echo "wanted: $1"; echo "given:  $2"; return 1; }
}

# Answers of a URL, as text; and its status.
get() { run curl -sS --fail-with-body "$@"; }
status() { run curl -sS -o /dev/null -w '%{http_code}' "$@"; }
