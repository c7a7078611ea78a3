package parley.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Terminals to run the command in, each 80 columns by 24 rows at first: a tmux server of the test's own. */
final class Tmux implements AutoCloseable {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final long LOOK_EVERY_MILLIS = 30;

    private final Path directory;

    Tmux(Path directory) {
        this.directory = directory;
    }

    static boolean isInstalled() {
        try {
            return new ProcessBuilder("tmux", "-V")
                            .redirectErrorStream(true)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException missing) {
            return false;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Runs a command in a terminal of its own; when it has ended its exit code and the terminal's modes stand there. */
    Pane run(String name, List<String> command, Map<String, String> environment) throws IOException {
        StringBuilder script = new StringBuilder("export LC_ALL=C.UTF-8\nunset NO_COLOR\n");
        environment.forEach((key, value) -> script.append("export ")
                .append(key)
                .append('=')
                .append(quoted(value))
                .append('\n'));
        command.forEach(word -> script.append(quoted(word)).append(' '));
        script.append("\necho \"exit code $?\"\nstty -a | tr ' ;' '\\n\\n' | grep -E '^-?(icanon|echo|isig)$'\n")
                .append("exec sleep 1000\n");
        Path file = Files.writeString(directory.resolve(name + ".sh"), script);
        tmux("-f", "/dev/null", "new-session", "-d", "-x", "80", "-y", "24", "-s", name, "sh", file.toString());
        return new Pane(name);
    }

    private static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }

    private String tmux(String... arguments) {
        List<String> command = new ArrayList<>(
                List.of("tmux", "-u", "-S", directory.resolve("tmux").toString()));
        command.addAll(List.of(arguments));
        return run(command.toArray(String[]::new));
    }

    private static String run(String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError(String.join(" ", command) + ": " + output);
            }
            return output;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException stopped) {
            throw new AssertionError(stopped);
        }
    }

    @Override
    public void close() {
        try {
            tmux("kill-server");
        } catch (AssertionError nothingStarted) {
            // Without a terminal there is no server.
        }
    }

    /** One terminal. */
    final class Pane {
        private final String name;

        private Pane(String name) {
            this.name = name;
        }

        /** Types text as it is. */
        void type(String text) {
            tmux("send-keys", "-t", name, "-l", "--", text);
        }

        /** Presses keys, named as tmux names them. */
        void press(String... keys) {
            List<String> arguments = new ArrayList<>(List.of("send-keys", "-t", name));
            arguments.addAll(List.of(keys));
            tmux(arguments.toArray(String[]::new));
        }

        void enter(String line) {
            type(line);
            press("Enter");
        }

        /** Asks what runs in the terminal to end, as {@code kill} does. */
        void terminate() {
            String shell =
                    tmux("display-message", "-p", "-t", name, "#{pane_pid}").strip();
            ProcessHandle.of(Long.parseLong(shell)).orElseThrow().children().forEach(ProcessHandle::destroy);
        }

        /** Returns when what runs in the terminal can know of it. */
        void resize(int columns, int rows) {
            tmux("resize-window", "-t", name, "-x", String.valueOf(columns), "-y", String.valueOf(rows));
            String terminal =
                    tmux("display-message", "-p", "-t", name, "#{pane_tty}").strip();
            awaitTrue(
                    columns + " columns",
                    () -> run("stty", "-F", terminal, "size").strip().equals(rows + " " + columns));
        }

        /** All that was shown, also what has scrolled away, times of day as {@code HH:MM}. */
        String shown() {
            return tidy(tmux("capture-pane", "-p", "-J", "-S", "-", "-t", name));
        }

        /** What can be seen now, row by row. */
        String rows() {
            return tidy(tmux("capture-pane", "-p", "-t", name));
        }

        /** What can be seen now with its escape sequences. */
        String styled() {
            return tmux("capture-pane", "-p", "-e", "-t", name);
        }

        String title() {
            return tmux("display-message", "-p", "-t", name, "#{pane_title}").strip();
        }

        /** Waits until a row is this text. */
        void awaitRow(String row) {
            await("the row '" + row + "'", pane -> pane.lines().anyMatch(row::equals));
        }

        /** Waits until this text is shown somewhere. */
        void await(String text) {
            await("'" + text + "'", pane -> pane.contains(text));
        }

        void await(String what, Predicate<String> condition) {
            awaitTrue(what, () -> condition.test(shown()));
        }

        void awaitTitle(String title) {
            awaitTrue("the title '" + title + "' instead of '" + title() + "'", () -> title().equals(title));
        }

        private void awaitTrue(String what, BooleanSupplier condition) {
            long start = System.nanoTime();
            while (!condition.getAsBoolean()) {
                if (System.nanoTime() - start > PATIENCE_NANOS) {
                    throw new AssertionError(name + " does not show " + what + ":\n" + shown());
                }
                try {
                    Thread.sleep(LOOK_EVERY_MILLIS);
                } catch (InterruptedException stopped) {
                    throw new AssertionError(stopped);
                }
            }
        }

        private String tidy(String screen) {
            return Pattern.compile("(?m)^\\d\\d:\\d\\d ")
                    .matcher(screen.stripTrailing().replaceAll("(?m) +$", ""))
                    .replaceAll("HH:MM ");
        }
    }
}
