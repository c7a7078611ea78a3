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
    private final String reason;

    LiveCaptureException(Kind kind, String message) {
        this(kind, message, message);
    }

    private LiveCaptureException(Kind kind, String message, String reason) {
        super(message);
        this.kind = kind;
        this.reason = reason;
    }

    /** An interface that cannot be captured, for a reason that does not name it. */
    static LiveCaptureException of(Kind kind, String interfaceName, String reason) {
        return new LiveCaptureException(kind, "cannot capture on %s: %s".formatted(interfaceName, reason), reason);
    }

    /** What stands in the way. */
    public Kind kind() {
        return kind;
    }

    /** What is wrong and what to do, without the name of the interface where the message begins with it. */
    public String reason() {
        return reason;
    }
}
