package parley.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import parley.analyzer.capture.LiveSource;
import parley.analyzer.os.CaptureOptions;
import parley.analyzer.os.LoopbackInterface;

/** Skips tests of live captures where capturing is not possible, and says why. */
final class CaptureAssumption {
    private CaptureAssumption() {}

    static void loopbackCanBeCaptured() {
        try (LiveSource probe = LiveSource.open(CaptureOptions.of(LoopbackInterface.name(), "tcp port 9"))) {
            assertFalse(probe.interfaces().isEmpty());
        } catch (IOException impossible) {
            assumeTrue(false, "the demo's capture is not tested: " + impossible.getMessage());
        }
    }
}
