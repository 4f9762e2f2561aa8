@echo off
rem Starts Valence with a JDK of 17 or later.
setlocal
set "HOME_DIR=%~dp0.."
if defined JAVA_HOME (
  set "JAVA=%JAVA_HOME%\bin\java.exe"
  if not exist "%JAVA_HOME%\bin\java.exe" (
    echo valence: a JDK is required in JAVA_HOME, found no bin\java.exe in %JAVA_HOME%; correct or unset JAVA_HOME 1>&2
    exit /b 1
  )
) else (
  set "JAVA=java"
)
"%JAVA%" --enable-native-access=ALL-UNNAMED --add-modules jdk.incubator.vector %VALENCE_JAVA_OPTIONS% -cp "%HOME_DIR%\lib\*" dev.valence.cli.Main %*
exit /b %ERRORLEVEL%
