package parley.analyzer.command;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import parley.analyzer.os.StandardStreams;

/** What standard output is. */
public final class Terminal {
    /** Standard output. */
    static final int OUT = 1;

    /** Standard error. */
    static final int ERR = 2;

    private static final int USUAL_WIDTH = 80;

    private Terminal() {}

    /** Whether colours may be used: on a terminal, and where NO_COLOR is not set. */
    public static boolean colours() {
        return wantsEscapes() && isTerminal();
    }

    @SuppressWarnings("SystemConsoleNull") // since JDK 25 it is null again where there is no terminal
    private static boolean isTerminal() {
        return System.console() != null && System.console().isTerminal();
    }

    /** Whether a standard stream is a terminal, whatever the others are, by its number; asks the system, where that can be done. */
    static boolean isAt(int descriptor) {
        try {
            return StandardStreams.isTerminal(descriptor);
        } catch (RuntimeException | LinkageError noNativeCode) {
            return isTerminal();
        }
    }

    /** Whether escape sequences are wanted where they are possible. */
    static boolean wantsEscapes() {
        String noColor = System.getenv("NO_COLOR");
        return noColor == null || noColor.isEmpty();
    }

    /** In columns, as the terminal of this process has them now; as {@link #width} where it does not say. */
    static int measuredWidth() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(new File("/dev/tty"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String[] size = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
                    .strip()
                    .split(" ", -1);
            int columns = size.length == 2 ? Integer.parseInt(size[1]) : 0;
            return columns > 0 ? columns : width();
        } catch (IOException | NumberFormatException unknown) {
            return width();
        }
    }

    /** Whether standard output and input are one. */
    static boolean isStandardOutput() {
        return System.console() != null && System.console().isTerminal();
    }

    /** Columns of what standard output shows: the terminal's, else what the shell says. */
    public static int columns() {
        return isStandardOutput() ? measuredWidth() : width();
    }

    /** In columns, as the shell says. */
    public static int width() {
        String columns = System.getenv("COLUMNS");
        try {
            return columns == null ? USUAL_WIDTH : Math.max(40, Integer.parseInt(columns.strip()));
        } catch (NumberFormatException notANumber) {
            return USUAL_WIDTH;
        }
    }
}
