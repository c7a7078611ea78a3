# Sourced by the scripts here: builds what is missing, and sets $parley (the command), $java (a JDK's that is new enough)
# and $classes (the benchmarks). $here is the folder of the script.

. "$here/../.mvn/tools.sh"
need_jdk
java=$JAVA_HOME/bin/java
parley=$here/../parley
"$parley" --version > /dev/null
classes=$here/target/benchmarks.jar
if [ ! -e "$classes" ] || [ -n "$(find "$here"/../*/src/main "$here/src" -newer "$classes" -print -quit)" ]; then
  need_maven
  (cd "$here/.." && "$maven" -q -B package -pl benchmarks -am -DskipTests > /dev/null)
fi
