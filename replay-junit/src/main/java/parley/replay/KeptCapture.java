package parley.replay;

/** Goes with the failure of a test, and says where what it did on the wire was captured. */
final class KeptCapture extends Exception {
    private static final long serialVersionUID = 1L;

    KeptCapture(String message) {
        super(message, null, false, false);
    }

    @Override
    public String toString() {
        return String.valueOf(getMessage());
    }
}
