package parley.client.web;

/** A frame that no page of this program sends; the message says what is wrong with it. */
final class MalformedFrameException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedFrameException(String message) {
        super(message);
    }
}
