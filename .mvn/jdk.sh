# Sets JAVA_HOME to a JDK 25 or later, wherever it usually lives, or says where to get one. To be sourced.
jdk_fits() {
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
  jdk_version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release")
  [ "${jdk_version:-0}" -ge 25 ]
}

jdk_find() {
  for jdk in "${THAW_JAVA_HOME:-}" "${JAVA_HOME:-}" \
    /usr/lib/jvm/*25* /usr/lib/jvm/* "$HOME"/.sdkman/candidates/java/current "$HOME"/.sdkman/candidates/java/* \
    "$HOME"/.jdks/* "$HOME"/.local/share/mise/installs/java/* "$HOME"/.asdf/installs/java/* /opt/*jdk* /opt/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
    if [ -n "$jdk" ] && jdk_fits "$jdk"; then
      JAVA_HOME=$jdk
      return 0
    fi
  done
  jdk_java=$(command -v java 2>/dev/null) || return 1
  jdk=$(dirname "$(dirname "$(readlink -f "$jdk_java" 2>/dev/null || echo "$jdk_java")")")
  jdk_fits "$jdk" && JAVA_HOME=$jdk
}

if ! jdk_find; then
  echo "thaw: no JDK 25 or later found (looked at THAW_JAVA_HOME, JAVA_HOME, /usr/lib/jvm, SDKMAN, ~/.jdks, /opt, PATH)." >&2
  echo "thaw: get one from https://adoptium.net/temurin/releases/?version=25 or your package manager, then try again." >&2
  exit 69
fi
export JAVA_HOME
