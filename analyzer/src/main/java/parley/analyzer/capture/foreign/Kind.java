package parley.analyzer.capture.foreign;

import java.util.List;

/**
 * A kind of file that is no capture, or none that is read.
 *
 * @param is what is said of it, after its name: {@code is a web page, no capture}
 * @param remedy what to do
 * @param signatures any of them tells it
 */
record Kind(String is, Remedy remedy, List<Signature> signatures) {
    static Kind of(String is, Remedy remedy, Signature... signatures) {
        return new Kind(is, remedy, List.of(signatures));
    }

    /** A capture in a format that Wireshark reads. */
    static Kind capture(String format, Signature... signatures) {
        return of("is a capture in " + format + " format, which is not read", Remedy.CONVERT, signatures);
    }

    boolean matches(Head head) {
        for (Signature signature : signatures) {
            if (signature.matches(head)) {
                return true;
            }
        }
        return false;
    }

    String refusal(InputName name) {
        return name.shown() + " " + is + ": " + remedy.of(name);
    }
}
