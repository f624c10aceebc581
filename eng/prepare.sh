# Sourced by ./run, ./identity, ./test and the suites: finds or installs what they need, and says what it does.

# as_root COMMAND...: as root, through sudo where we are not root and may.
as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"; elif command -v sudo >/dev/null; then sudo -n "$@"; else return 1; fi
}

need_dotnet() {
  export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
  if ! command -v dotnet >/dev/null || ! dotnet --list-sdks | grep -q '^10\.'; then
    echo "The .NET 10 SDK is needed (the command dotnet, version 10); it is not on the PATH." >&2
    exit 2
  fi
}

# Unicode normalisation and internationalised domains come from ICU.
need_icu() {
  if ls /usr/lib/*/libicuuc.so.* >/dev/null 2>&1 || ls /usr/lib/libicuuc.so.* >/dev/null 2>&1; then return; fi
  echo "Installing libicu (Unicode tables), which .NET needs." >&2
  install_packages "$(apt-cache search --names-only '^libicu[0-9]+$' 2>/dev/null | awk '{print $1}' | sort | tail -n 1)" \
    || { echo "libicu is missing: install it with your package manager (Debian: apt-get install libicu72)." >&2; exit 2; }
}

# install_packages NAME...: from Debian.
install_packages() {
  if [ -z "${identity_apt_updated:-}" ]; then
    as_root apt-get update -qq >/dev/null || return 1
    identity_apt_updated=yes
  fi
  if [ -z "${1:-}" ]; then set -- libicu72; fi
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

# need_packages COMMAND:PACKAGE...: installs each package whose command is missing.
need_packages() {
  local pair missing=()
  for pair in "$@"; do
    command -v "${pair%%:*}" >/dev/null || missing+=("${pair#*:}")
  done
  if [ "${#missing[@]}" -eq 0 ]; then return; fi
  echo "Installing from Debian: ${missing[*]}" >&2
  install_packages "${missing[@]}" || { echo "Could not install ${missing[*]}." >&2; return 1; }
}
