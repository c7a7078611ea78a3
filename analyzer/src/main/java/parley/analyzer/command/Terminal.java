package parley.analyzer.command;

/** What standard output is. */
public final class Terminal {
    private static final int USUAL_WIDTH = 80;

    private Terminal() {}

    /** Whether colours may be used: on a terminal, and where NO_COLOR is not set. */
    @SuppressWarnings("SystemConsoleNull") // since JDK 25 it is null again where there is no terminal
    public static boolean colours() {
        String noColor = System.getenv("NO_COLOR");
        return System.console() != null && System.console().isTerminal() && (noColor == null || noColor.isEmpty());
    }

    /** Whether standard output and input are one. */
    static boolean isStandardOutput() {
        return System.console() != null && System.console().isTerminal();
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
