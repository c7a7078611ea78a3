package parley.cli;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import parley.analyzer.os.Privileges;
import parley.analyzer.os.SystemUser;

/** The system's browser, where there is a person in front of it. */
final class Browser {
    private Browser() {}

    /** Has a page opened in it, where there is one; says nothing and waits for nothing. */
    @SuppressWarnings("SystemConsoleNull") // since JDK 25 it is null again where there is no terminal
    static void open(String url) {
        if (System.console() == null || !System.console().isTerminal()) {
            return;
        }
        Map<String, String> environment = new HashMap<>(System.getenv());
        Privileges.become().ifPresent(user -> makeTheirs(environment, user));
        command(System.getProperty("os.name", ""), environment, url).ifPresent(command -> start(command, environment));
    }

    /** What sudo set is root's, who this process is no more. */
    static void makeTheirs(Map<String, String> environment, SystemUser user) {
        environment.keySet().removeIf(variable -> variable.startsWith("SUDO_"));
        environment.put("USER", user.toString());
        environment.put("LOGNAME", user.toString());
        String home = user.home();
        if (home != null) {
            environment.put("HOME", home);
        }
    }

    /** How a page is opened on a system, from its environment; empty where nobody would see it. */
    static Optional<List<String>> command(String system, Map<String, String> environment, String url) {
        String name = system.toLowerCase(Locale.ROOT);
        if (name.startsWith("windows")) {
            return Optional.of(List.of("rundll32", "url.dll,FileProtocolHandler", url));
        }
        if (isSet(environment, "SSH_CONNECTION")) {
            return Optional.empty();
        }
        if (name.startsWith("mac")) {
            return Optional.of(asCaller(environment, "open", url));
        }
        return isSet(environment, "DISPLAY") || isSet(environment, "WAYLAND_DISPLAY")
                ? Optional.of(asCaller(environment, "xdg-open", url))
                : Optional.empty();
    }

    /** Browsers refuse to be root's, who is often the one who captures. */
    private static List<String> asCaller(Map<String, String> environment, String... command) {
        List<String> whole = new ArrayList<>();
        String caller = environment.get("SUDO_USER");
        if (caller != null && !caller.isEmpty()) {
            whole.addAll(List.of("sudo", "-n", "-u", caller));
        }
        whole.addAll(List.of(command));
        return whole;
    }

    private static boolean isSet(Map<String, String> environment, String variable) {
        return !environment.getOrDefault(variable, "").isEmpty();
    }

    private static void start(List<String> command, Map<String, String> environment) {
        ProcessBuilder browser = new ProcessBuilder(command);
        browser.environment().clear();
        browser.environment().putAll(environment);
        try {
            browser.redirectInput(Redirect.PIPE)
                    .redirectOutput(Redirect.DISCARD)
                    .redirectError(Redirect.DISCARD)
                    .start()
                    .getOutputStream()
                    .close();
        } catch (IOException noBrowser) {
            // The address is printed: a person can open it.
        }
    }
}
