@echo off
rem Runs the parley command on Windows; builds it first where there is no build.
setlocal EnableExtensions DisableDelayedExpansion
set "root=%~dp0"
set "jar=%root%cli\target\parley.jar"

set "jdk="
if defined JAVA_HOME call :try "%JAVA_HOME%"
for %%J in (java.exe) do call :try "%%~dp$PATH:J.."
for /d %%J in ("%ProgramFiles%\Eclipse Adoptium\jdk-*" "%ProgramFiles%\Java\jdk-*" "%ProgramFiles%\Microsoft\jdk-*" "%ProgramFiles%\Zulu\zulu-*" "%ProgramFiles%\Amazon Corretto\jdk*" "%USERPROFILE%\.jdks\*") do call :try "%%~J"
if not defined jdk (
  echo parley: no JDK 25 or newer found: install one from https://adoptium.net or set JAVA_HOME to it 1>&2
  exit /b 1
)
set "JAVA_HOME=%jdk%"

if exist "%jar%" goto run
where mvn >nul 2>nul
if errorlevel 1 (
  echo parley: no Maven found: install it, see https://maven.apache.org/install.html, and have mvn on the PATH 1>&2
  exit /b 1
)
echo parley: building, which takes a minute or two the first time 1>&2
call mvn -q -B -f "%root%pom.xml" -pl cli,samples/irc-decoder -am package -Dmaven.test.skip -Denforcer.skip -Djacoco.skip -Dspotless.check.skip 1>&2
if errorlevel 1 exit /b 1

:run
rem What is printed is UTF-8, and so is the console from here on.
chcp 65001 >nul
set "flags="
if "%~1"=="server" set "flags=-Xms64m"
if "%~1"=="web" set "flags=-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xms16m"
if "%~1"=="web" if not defined JDK_JAVA_OPTIONS set "flags=%flags% -Xmx512m"
rem What runs until it is told to end does not go on without memory.
for %%C in (server web demo live relay capture replay client play) do (
  if "%~1"=="%%C" set "flags=-XX:+ExitOnOutOfMemoryError -XX:+DisplayVMOutputToStderr %flags%"
)
"%jdk%\bin\java.exe" "@%root%cli\jvm.options" %flags% -jar "%jar%" %*
exit /b %errorlevel%

rem Takes a directory for %jdk% if it holds a JDK that is new enough and none has been found before.
:try
if defined jdk exit /b
if not exist "%~1\bin\javac.exe" exit /b
if not exist "%~1\release" exit /b
for /f "usebackq tokens=1,2 delims==" %%A in ("%~1\release") do (
  if "%%A"=="JAVA_VERSION" for /f "delims=.-+" %%V in ("%%~B") do if %%V GEQ 25 set "jdk=%~f1"
)
exit /b
