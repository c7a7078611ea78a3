package parley.client.play;

import java.io.PrintWriter;
import java.util.Locale;
import parley.client.TerminalText;

/** Prints a play as it happens: seconds, user, direction ({@code >} sent, {@code <} received), line. */
public final class PlayPrinter implements PlayListener {
    private final PrintWriter out;
    private final PrintWriter err;
    private final int userWidth;

    /**
     * @param out where the conversation goes
     * @param err where what is missing goes
     */
    public PlayPrinter(Script script, PrintWriter out, PrintWriter err) {
        this.out = out;
        this.err = err;
        this.userWidth = script.users().stream().mapToInt(String::length).max().orElse(1);
    }

    @Override
    public void happened(PlayEvent event) {
        switch (event) {
            case PlayEvent.Connected connected -> print(connected, "*", ports(connected));
            case PlayEvent.Sent sent -> print(sent, ">", sent.line());
            case PlayEvent.Received received ->
                print(received, "<", received.line().format());
            case PlayEvent.Closed closed ->
                print(closed, "*", closed.cause() == null ? "closed" : "lost (" + closed.cause() + ")");
            case PlayEvent.Missing missing -> {
                err.println(TerminalText.printable(missing.what()));
                err.flush();
            }
        }
    }

    private static String ports(PlayEvent.Connected connected) {
        String port = "connected from port " + connected.localPort();
        return connected.portTaken() ? port + " (" + connected.askedPort() + " is taken)" : port;
    }

    private void print(PlayEvent event, String direction, String text) {
        String user = TerminalText.printable(event.user());
        out.println(String.format(
                Locale.ROOT,
                "%8.3f  %-" + userWidth + "s %s %s",
                event.at().toNanos() / 1e9,
                user,
                direction,
                TerminalText.printable(text)));
        out.flush();
    }
}
