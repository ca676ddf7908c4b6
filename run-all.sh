#!/usr/bin/env bash
# The whole story: build, plan, compute, report. Needs the .NET 10 SDK, and nothing else at sample scale.
#
#   ./run-all.sh                   the largest scale this machine has the data and the device for (the first line says which)
#   ./run-all.sh --scale sample    our own small data and model, offline: minutes
#   ./run-all.sh --scale small     the real datasets; static encoders, the raw mini-BERT, the studies, and the mini-BERT trained on NLI and STS-B: about two and a half hours
#   ./run-all.sh --no-train        any of these, but nothing is trained
#   ./run-all.sh --train           any of these, and everything that can be trained here: hours more
#   ./run-all.sh --scale paper     the paper's own encoders: a GPU and hours
#   ./run-all.sh --sign s.json     any of these, and at the end a signed statement of the results for others to collect (sbert-repro ledger)
#   ./run-all.sh --budget 20       any of these, stopped after 20 minutes (exit code 3); the next run goes on
#
# Run it again whenever you like: a cell whose inputs did not change is not computed again. Ctrl-C loses at most the running cell.
set -euo pipefail
cd "$(dirname "$0")"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
output=src/SbertRepro.Cli/bin/Release/net10.0
sbert-repro() { dotnet "$output/sbert-repro.dll" "$@"; }

# 1. Build, optimised and silent. The stamp spares a second run the compiler's look around.
if [ ! -f "$output/stamp" ] || [ -n "$(find src experiments datasets Directory.*.props -newer "$output/stamp" -type f -not -path '*/obj/*' -not -path '*/bin/*' -print -quit)" ]; then
  dotnet build src/SbertRepro.Cli -c Release -v q -nologo -clp:NoSummary && touch "$output/stamp"
fi

# 2. Say which scale and why, what is fresh, what will be computed, and what cannot be run here.
sbert-repro plan "$@"

# 3. Compute the stale cells, each saved as soon as it is done. A failing system does not stop the others; the script ends with its code.
code=0
sbert-repro run "$@" || code=$?

# 4. Put every number beside the paper's, with a verdict and its reason.
sbert-repro report
echo "Read reports/README.md, or open reports/index.html."
exit "$code"
