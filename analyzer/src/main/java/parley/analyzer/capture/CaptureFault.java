package parley.analyzer.capture;

/**
 * Why a capture could not be read to its end.
 *
 * @param offset of the octet in the file where what was read stops making sense
 * @param reason a clause without capital or full stop
 */
public record CaptureFault(long offset, String reason) {}
