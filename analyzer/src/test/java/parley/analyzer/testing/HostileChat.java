package parley.analyzer.testing;

/**
 * A chat whose users are called and say what markup, spreadsheets, terminals and JSON would take for theirs. No server
 * of the chat takes such names; whoever is on the wire can send them all the same.
 */
public final class HostileChat {
    public static final String SCRIPT_NAME = "<script>document.title='run'</script>";
    public static final String IMAGE_NAME = "<img/src=x/onerror=alert(1)>";

    /** A word that is longer than any column. */
    public static final String LONG_WORD = "W".repeat(4_000);

    /** What the users say, as it must read where nothing can be done by it. */
    public static final String FORMULA = "=HYPERLINK(\"http://example.com\",\"click\")";

    public static final String ELEMENT_END = "</script><script>alert(2)</script><!--";

    private HostileChat() {}

    /** The chat as a {@link TcpScript}. */
    public static TcpScript script() {
        return TcpScript.parse(String.join(
                "\n",
                joins(40001, SCRIPT_NAME, "online: " + SCRIPT_NAME),
                joins(40002, IMAGE_NAME, "online: " + SCRIPT_NAME + ", " + IMAGE_NAME),
                says(40001, SCRIPT_NAME + " to " + IMAGE_NAME + " - " + FORMULA),
                says(40001, SCRIPT_NAME + " to " + IMAGE_NAME + " - " + ELEMENT_END),
                says(40001, SCRIPT_NAME + " to " + IMAGE_NAME + " - \\x1b]0;gotcha\\x07\\x1b[2J red"),
                says(
                        40001,
                        SCRIPT_NAME + " to " + IMAGE_NAME
                                + " - a \\xe2\\x80\\xaetxt.exe\\xe2\\x81\\xa6 b\\xe2\\x80\\xa8c"),
                says(40001, SCRIPT_NAME + " to " + IMAGE_NAME + " - " + LONG_WORD),
                says(40001, SCRIPT_NAME + " to " + IMAGE_NAME + " - nul \\x00 and \\xff\\xfe"),
                says(40002, FORMULA),
                says(40002, "{\"deflated\":\"x\"} &lt;b&gt; {{data}} ${alert(3)} javascript:alert(4)"),
                "client 10.0.0.1:40001",
                "close",
                "client 10.0.0.1:40002",
                "close"));
    }

    private static String joins(int port, String name, String answer) {
        return """
                client 10.0.0.1:%d
                handshake
                S data 'welcome to the chat\\n'
                S data 'enter name:\\n'
                C data '%s\\n'
                S data 'hello %s\\n%s\\n'
                C ACK""".formatted(port, quoted(name), quoted(name), quoted(answer));
    }

    private static String says(int port, String line) {
        return """
                client 10.0.0.1:%d
                C data '%s\\n'
                S ACK""".formatted(port, quoted(line));
    }

    private static String quoted(String text) {
        return text.replace("'", "\\'");
    }
}
