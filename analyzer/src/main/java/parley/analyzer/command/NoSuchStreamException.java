package parley.analyzer.command;

import java.io.IOException;

/** A capture has no connection of the number asked for: there is nothing to report. */
final class NoSuchStreamException extends IOException {
    private static final long serialVersionUID = 1;

    NoSuchStreamException(String message) {
        super(message);
    }
}
