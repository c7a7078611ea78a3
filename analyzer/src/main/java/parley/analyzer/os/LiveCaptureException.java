package parley.analyzer.os;

import java.io.IOException;

/** Live capture cannot start or go on. The message is one line that says what is wrong and what to do about it. */
public final class LiveCaptureException extends IOException {
    private static final long serialVersionUID = 1L;

    /** What stands in the way. */
    public enum Kind {
        /** libpcap, or Npcap on Windows, is not installed. */
        NO_LIBRARY,
        /** This user may not capture on the interface. */
        NO_PERMISSION,
        /** There is no interface of that name. */
        NO_SUCH_INTERFACE,
        /** The interface exists and is not up. */
        INTERFACE_DOWN,
        /** libpcap cannot compile the capture filter. */
        BAD_FILTER,
        /** Anything else, in libpcap's words. */
        FAILED
    }

    private final Kind kind;

    LiveCaptureException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    /** What stands in the way. */
    public Kind kind() {
        return kind;
    }
}
