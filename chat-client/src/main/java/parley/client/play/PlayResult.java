package parley.client.play;

import java.time.Duration;
import java.util.List;

/**
 * How a play went.
 *
 * @param sent lines sent by all users together
 * @param received lines received by all users together
 * @param missing what was due and did not come, in order
 * @param took from the start of the play to the last connection closed
 */
public record PlayResult(int sent, int received, List<PlayEvent.Missing> missing, Duration took) {
    public PlayResult {
        missing = List.copyOf(missing);
    }

    /** Whether every row was typed and everything due has come. */
    public boolean complete() {
        return missing.isEmpty();
    }
}
