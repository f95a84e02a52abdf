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

# measured OPTIONS: a project through its URL, with the caller's, the gateway's and the function's phases.
measured() {
  "$thaw" measure "$@" --cold 4 --warm 20 --data "$WORK/data" --json "$WORK/measured.json" --html "$WORK/measured.html"
  python3 - "$WORK/measured.json" <<'P'
import json, sys
r = json.load(open(sys.argv[1]))
assert r["reached"]["tls"] and r["reached"]["source"] == "override", r["reached"]
# A stranger may disturb the machine
assert len(r["cold"]["samples"]) >= 3 and len(r["warm"]["samples"]) >= 16, r["cold"]["discarded"]
for phase in ("tcp", "tls", "route", "integrate", "function-init", "first-invoke"):
    assert r["cold"]["phases"][phase]["p50_ms"] > 0, phase
bars = r["cold"]["typical"]["phases"]
callers = {bar["name"]: bar for bar in bars if bar["depth"] == 0}
route = [bar for bar in bars if bar["name"] == "route"][0]
wait = callers["wait"]
assert route["depth"] == 1, bars
assert callers["send"]["start_ms"] <= route["start_ms"] <= wait["start_ms"] + wait["duration_ms"], bars
P
}

# equal WANTED GIVEN
equal() {
  [ "$1" = "$2" ] || { echo "wanted: $1"; echo "given:  $2"; return 1; }
}

# Answers of a URL, as text; and its status.
get() { run curl -sS --fail-with-body "$@"; }
status() { run curl -sS -o /dev/null -w '%{http_code}' "$@"; }
