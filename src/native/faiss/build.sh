#!/usr/bin/env bash
# Compiles the C interface to the system's FAISS into a shared library that FaissIndex finds.
# Debian and Ubuntu: apt-get install g++ libfaiss-dev libopenblas-dev, then src/native/faiss/build.sh [output folder]
set -euo pipefail
cache=${SBERT_REPRO_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/sbert-repro}
output=${1:-$cache/native}
command -v g++ >/dev/null || { echo "build.sh: no g++. Next: apt-get install g++" >&2; exit 1; }
[ -e /usr/include/faiss/Index.h ] || { echo "build.sh: no /usr/include/faiss. Next: apt-get install libfaiss-dev libopenblas-dev" >&2; exit 1; }
mkdir -p "$output"
temporary=$(mktemp "$output/libsbertrepro_faiss.XXXXXX")
trap 'rm -f "$temporary"' EXIT
g++ -std=c++17 -O2 -fPIC -fopenmp -fvisibility=hidden -shared -Wall -Wextra -Werror -Wno-unused-parameter \
  "$(dirname "$0")/faiss_shim.cpp" -o "$temporary" -Wl,-soname,libsbertrepro_faiss.so -Wl,--exclude-libs,ALL -Wl,--no-undefined -lfaiss -lopenblas
chmod 644 "$temporary"
mv "$temporary" "$output/libsbertrepro_faiss.so"
echo "$output/libsbertrepro_faiss.so"
