package parley.analyzer.replay.diff;

import java.io.IOException;
import parley.analyzer.pipeline.AnalysisOptions;
import parley.analyzer.testing.TcpScript;

/** A chat of three users, to be changed here and there, and its comparison. */
final class Chats {
    static final String OFIR = "client 10.0.0.1:58197\n";
    static final String EMILY = "client 10.0.0.1:51546\n";
    static final String ROONY = "client 10.0.0.1:52837\n";

    static final String CHAT = OFIR + opening("Ofir", "Ofir")
            + EMILY + opening("Emily", "Emily, Ofir")
            + OFIR + "at +100ms\n" + server("joined: Emily")
            + ROONY + opening("Roony", "Emily, Ofir, Roony")
            + OFIR + "at +100ms\n" + server("joined: Roony")
            + EMILY + server("joined: Roony")
            + OFIR + client("Ofir to Emily - lunch?")
            + EMILY + server("Ofir to Emily - lunch?")
            + OFIR + client("Ofir to Emily, Roony - at one")
            + EMILY + server("Ofir to Emily, Roony - at one")
            + ROONY + server("Ofir to Emily, Roony - at one")
            + ROONY + client("exit") + server("goodbye") + "close\n"
            + OFIR + "at +100ms\n" + server("left: Roony")
            + EMILY + server("left: Roony")
            + OFIR + "at +2s\n" + client("who") + server("online: Emily, Ofir")
            + EMILY + "at +2s\n" + client("exit") + server("goodbye") + "close\n"
            + OFIR + "at +2s\n" + client("exit") + server("goodbye") + "close\n";

    private Chats() {}

    private static String opening(String name, String online) {
        return "handshake\n" + server("welcome to the chat") + server("enter name:") + client(name)
                + server("hello " + name) + server("online: " + online);
    }

    /** What the server says on the connection that is the present one, and its acknowledgment. */
    static String server(String line) {
        return "S data '" + line + "\\n'\nC ACK\n";
    }

    /** What the client says. */
    static String client(String line) {
        return "C data '" + line + "\\n'\nS ACK\n";
    }

    /** The chat with something else in place of what is there exactly once. */
    static String with(String what, String instead) {
        int at = CHAT.indexOf(what);
        if (at < 0 || CHAT.indexOf(what, at + 1) >= 0) {
            throw new IllegalArgumentException("not there once: " + what);
        }
        return CHAT.replace(what, instead);
    }

    static ComparedCapture capture(String name, String script) throws IOException {
        return ComparedCapture.read(name, TcpScript.parse(script).source(), AnalysisOptions.DEFAULT);
    }

    static CaptureDiff diff(String a, String b, DiffOptions options) throws IOException {
        return Differ.diff(capture("a.pcap", a), capture("b.pcap", b), options);
    }

    static CaptureDiff diff(String a, String b) throws IOException {
        return diff(a, b, DiffOptions.DEFAULT);
    }
}
