package parley.client.terminal;

import java.util.ArrayList;
import java.util.List;
import org.jline.utils.AttributedString;

/** What may be written and which keys do something. */
final class HelpText {
    private record Entry(String what, String does) {}

    private static final List<Entry> WORDS = List.of(
            new Entry("to A, B - text", "write to A and B, and to nobody else"),
            new Entry("NAME", "ask NAME for a private chat"),
            new Entry("accept, accept NAME", "accept a private chat: the first asked for, or NAME's"),
            new Entry("reject, reject NAME", "reject it"),
            new Entry("who, who BEGINNING", "who is online, or those whose names begin so"),
            new Entry("leave", "end the private chat; in it every line goes to the partner"),
            new Entry("exit", "leave"));

    private static final List<Entry> KEYS = List.of(
            new Entry("Tab", "completes words and names"),
            new Entry("Alt-A, Alt-R", "accept, reject the first request; also Esc, then the letter"),
            new Entry("Alt-H", "this help, in a private chat too"),
            new Entry("Up, Down, Ctrl-R", "what you wrote before"),
            new Entry("Ctrl-C", "clears the line; twice on an empty one leaves"),
            new Entry("Ctrl-D", "leaves, on an empty line"));

    private HelpText() {}

    static List<AttributedString> lines(ChatState state, Palette palette) {
        int width =
                WORDS.stream().mapToInt(entry -> entry.what().length()).max().orElse(0);
        List<AttributedString> lines = new ArrayList<>();
        for (List<Entry> part : List.of(WORDS, KEYS)) {
            for (Entry entry : part) {
                lines.add(new Words(state, palette)
                        .styled(entry.what(), palette.self())
                        .text(" ".repeat(width - entry.what().length() + 2))
                        .dim(entry.does())
                        .end());
            }
        }
        return lines;
    }
}
