package parley.analyzer.capture;

import java.io.IOException;

/**
 * An archive that has no capture in it, or more than one: nobody said which. The message is a whole
 * sentence for the user.
 */
public final class UnclearArchiveException extends IOException {
    private static final long serialVersionUID = 1;

    UnclearArchiveException(String message) {
        super(message);
    }
}
