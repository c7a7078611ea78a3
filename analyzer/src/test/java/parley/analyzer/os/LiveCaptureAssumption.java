package parley.analyzer.os;

import java.io.IOException;
import org.junit.jupiter.api.Assumptions;

/** Lets tests on the loopback interface run where it can be captured, and says why they are skipped elsewhere. */
public final class LiveCaptureAssumption {
    private LiveCaptureAssumption() {}

    /** The loopback interface's name; ends the test as skipped where there is no libpcap, or no permission. */
    public static String capturableLoopback() throws IOException {
        String name = LoopbackInterface.name();
        try (LiveCapture capture = LiveCapture.open(CaptureOptions.of(name, null))) {
            return name;
        } catch (LiveCaptureException e) {
            Assumptions.assumeFalse(
                    e.kind() == LiveCaptureException.Kind.NO_LIBRARY
                            || e.kind() == LiveCaptureException.Kind.NO_PERMISSION,
                    "skipped: " + e.getMessage());
            throw e;
        }
    }
}
