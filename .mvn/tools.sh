# Finds what Parley is built and run with. Sourced by ./parley and ./check.

needed_jdk=25

say() {
  printf '%s\n' "parley: $*" >&2
}

fail() {
  say "$@"
  exit 1
}

# Whether $1 is the home of a JDK that is new enough. Its release file tells without starting it.
is_needed_jdk() {
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
  while IFS='=' read -r key value; do
    if [ "$key" = JAVA_VERSION ]; then
      value=${value#\"}
      value=${value%%[!0-9]*}
      [ "${value:-0}" -ge "$needed_jdk" ]
      return
    fi
  done <"$1/release"
  return 1
}

jdk_on_path() {
  java=$(command -v java) && java=$(readlink -f "$java") && printf '%s\n' "${java%/bin/java}"
}

# Sets and exports JAVA_HOME; false where there is no such JDK.
find_jdk() {
  is_needed_jdk "${JAVA_HOME:-}" && export JAVA_HOME && return
  for home in "$(jdk_on_path 2>/dev/null)" /usr/lib/jvm/* /opt/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    "${HOME:-}"/.sdkman/candidates/java/* "${HOME:-}"/.jdks/*; do
    is_needed_jdk "$home" && export JAVA_HOME="$home" && return
  done
  return 1
}

# Sets $maven; false where there is none.
find_maven() {
  for maven in "$(command -v mvn)" "${MAVEN_HOME:-}/bin/mvn" "${HOME:-}/.sdkman/candidates/maven/current/bin/mvn" \
    /opt/maven/bin/mvn; do
    [ -x "$maven" ] && return
  done
  return 1
}

# Whether packages can be installed here: root on Debian, Ubuntu and what descends from them. PARLEY_INSTALL=no forbids it.
can_install() {
  [ "${PARLEY_INSTALL:-}" != no ] && command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]
}

# Installs packages, and says before what for, $1, and which; false where that fails. Nothing of it is asked or printed.
install_packages() {
  purpose=$1
  shift
  say "installing $* $purpose, with apt-get, as root (PARLEY_INSTALL=no installs nothing)"
  export DEBIAN_FRONTEND=noninteractive
  apt-get install -qq -y --no-install-recommends "$@" </dev/null >/dev/null 2>&1 && return
  apt-get update -qq </dev/null >/dev/null 2>&1
  apt-get install -qq -y --no-install-recommends "$@" </dev/null >/dev/null 2>&1
}

need_jdk() {
  find_jdk && return
  can_install && install_packages "to build and run Parley" openjdk-$needed_jdk-jdk-headless && find_jdk && return
  fail "no JDK $needed_jdk or newer found: install one (Debian, Ubuntu: apt-get install openjdk-$needed_jdk-jdk-headless," \
    "or Temurin from https://adoptium.net where there is no such package) or set JAVA_HOME to it"
}

need_maven() {
  find_maven && return
  can_install && install_packages "to build Parley" maven && find_maven && return
  fail "no Maven found: install it (Debian, Ubuntu: apt-get install maven; else https://maven.apache.org/install.html)" \
    "and have mvn on the PATH"
}

# Whether live capture finds its library.
has_libpcap() {
  for library in /usr/lib/*/libpcap.so.* /usr/lib/libpcap.so.* /usr/lib64/libpcap.so.* /usr/lib/libpcap.dylib \
    /opt/homebrew/opt/libpcap/lib/libpcap.dylib; do
    [ ! -e "$library" ] || return 0
  done
  [ "$(uname)" = Darwin ]
}

# Whether the page can be tested in a browser.
has_chromium() {
  command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null
}
