package parley.cli;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The system's browser, where there is a person in front of it. */
final class Browser {
    private Browser() {}

    /** Has a page opened in it, where there is one; says nothing and waits for nothing. */
    @SuppressWarnings("SystemConsoleNull") // since JDK 25 it is null again where there is no terminal
    static void open(String url) {
        if (System.console() == null || !System.console().isTerminal()) {
            return;
        }
        command(System.getProperty("os.name", ""), System.getenv(), url).ifPresent(Browser::start);
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

    private static void start(List<String> command) {
        try {
            new ProcessBuilder(command)
                    .redirectInput(Redirect.PIPE)
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
