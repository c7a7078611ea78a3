package parley.client;

/**
 * Bytes of one direction of a connection, counted from 0: what a line takes there, its LF included.
 *
 * @param start of the first byte
 * @param end behind the last byte
 */
public record StreamRange(long start, long end) {}
