package parley.analyzer.capture.foreign;

import java.util.List;
import java.util.Optional;

/** Tells what a file is that is no capture, from its first octets, in a sentence that says what to do. */
public final class ForeignFile {
    /** First octets that are looked at, where there are as many. */
    public static final int HEAD = 1 << 13;

    private ForeignFile() {}

    /**
     * Why a file is not read.
     *
     * @param head its first octets
     * @return empty where it is of no kind that is known
     */
    public static Optional<String> refusal(byte[] head, String name) {
        return refusal(Kinds.ALL, head, name);
    }

    /** Why what begins as a capture does is none any more: its octets were taken for characters. */
    public static Optional<String> refusalOfChanged(byte[] head, String name) {
        return refusal(Kinds.CHANGED_AS_TEXT, head, name);
    }

    private static Optional<String> refusal(List<Kind> kinds, byte[] head, String name) {
        Head known = new Head(head);
        return kinds.stream()
                .filter(kind -> kind.matches(known))
                .findFirst()
                .map(kind -> kind.refusal(new InputName(name)));
    }
}
