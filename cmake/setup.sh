#!/usr/bin/env bash
# Prepares a machine, quickly when nothing is to do. Used by the Makefile.
#
#   cmake/setup.sh system        Debian packages, installed when root or with sudo
#   cmake/setup.sh venv [dev]    .venv with the pinned tools: to build the package, or to develop too
#   cmake/setup.sh package       the Python package, editable, in .venv
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

readonly packages=(
  build-essential cmake ninja-build ccache git
  python3 python3-dev python3-venv
  libabsl-dev libre2-dev libutf8proc-dev libxxhash-dev libsqlite3-dev nlohmann-json3-dev
  libgtest-dev libgmock-dev libbenchmark-dev
)

say() { printf '== %s\n' "$*"; }
stop() {
  printf 'seine: %s\n' "$*" >&2
  exit 1
}

installed() { dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null | grep -qx installed; }

# cargo brings CRoaring's sources (cmake/SeineRoaring.cmake) the first time. Debian 12's package
# `cargo` is too old for today's index; `cargo-web` is the one that gets updates.
needs_cargo() {
  [[ -z "${SEINE_ROARING_DIR:-}" ]] && ! compgen -G '.deps/croaring-*/roaring/roaring.c' >/dev/null &&
    ! command -v cargo >/dev/null
}

setup_system() {
  local missing=() package
  if ! command -v dpkg-query >/dev/null; then
    say "not Debian: install the equivalents of: ${packages[*]}"
    return
  fi
  for package in "${packages[@]}"; do
    installed "$package" || missing+=("$package")
  done
  if needs_cargo; then missing+=(cargo-web); fi
  if ((${#missing[@]} == 0)); then return; fi

  local install=(apt-get install -y --no-install-recommends "${missing[@]}") sudo=()
  if ((EUID != 0)); then
    if ! command -v sudo >/dev/null || ! sudo -n true 2>/dev/null; then
      stop "these Debian packages are missing, and this account may not install them. As root, run

  apt-get update && ${install[*]}

and then repeat the command."
    fi
    sudo=(sudo -n)
  fi
  say "installing Debian packages: ${missing[*]}"
  "${sudo[@]}" apt-get update -q
  "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive "${install[@]}"
}

# Debian's own Python, whose headers python3-dev brings; PYTHON names another.
find_python() {
  local python
  for python in "${PYTHON:-}" /usr/bin/python3 python3; do
    if [[ -n "$python" ]] && "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      printf '%s\n' "$python"
      return
    fi
  done
  stop "Seine needs Python 3.11 or newer; PYTHON=/path/to/python3 make ... names one."
}

# $1: requirements file. Its copy in .venv says that it was installed.
install_requirements() {
  local file="cmake/requirements-$1.txt" done=".venv/requirements-$1.txt"
  if cmp -s "$file" "$done"; then return; fi
  say "installing $file into .venv"
  .venv/bin/python -m pip install --quiet --disable-pip-version-check -r "$file"
  cp "$file" "$done"
}

setup_venv() {
  if ! .venv/bin/python -c '' 2>/dev/null; then
    say "making .venv"
    local python
    python="$(find_python)"
    "$python" -m venv --clear .venv
  fi
  install_requirements package
  if [[ "${1:-}" == dev ]]; then install_requirements dev; fi
}

setup_package() {
  local stamp=.venv/seine-installed
  # Editable: Python files are read from here, but C++ changes, new and removed files need a run.
  local listing
  listing="$(find python/seine datasets -name '*.py' | sort)"
  if [[ -e "$stamp" && "$listing" == "$(cat "$stamp")" ]] &&
    [[ -z "$(find engine query python cmake CMakeLists.txt pyproject.toml -type f \
      -not -path 'python/seine/*' -newer "$stamp" -print -quit)" ]]; then
    return
  fi
  say "building the Python package (build/python)"
  # The compiler and flags of the release preset, so that the compiler's cache serves both trees.
  CC="${CC:-cc}" CXX="${CXX:-c++}" .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-build-isolation \
    --config-settings=build-dir=build/python --config-settings=cmake.define.SEINE_WERROR=ON \
    --editable '.[io,cli,plot]'
  printf '%s\n' "$listing" >"$stamp"
}

case "${1:-}" in
  system) setup_system ;;
  venv) setup_venv "${2:-}" ;;
  package) setup_package ;;
  *) stop "usage: cmake/setup.sh system | venv [dev] | package" ;;
esac
