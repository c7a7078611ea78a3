package parley.analyzer.capture;

/**
 * When a file of a recording is full and another one begins, and how many there are; 0 is without that limit.
 *
 * @param octets after the packet with which it has as many, the next file begins
 * @param nanos so long after the file began, the next one begins
 * @param packets after as many of one file, the next one begins
 * @param filesKept where there would be more, the oldest is deleted
 * @param filesAtMost when the last of as many is full, the recording ends
 */
public record RecordingLimits(long octets, long nanos, long packets, int filesKept, int filesAtMost) {
    /** One file, of any size. */
    public static final RecordingLimits NONE = new RecordingLimits(0, 0, 0, 0, 0);

    /** Whether there is more than one file, which are numbered then. */
    public boolean numbersFiles() {
        return octets > 0 || nanos > 0 || packets > 0;
    }
}
