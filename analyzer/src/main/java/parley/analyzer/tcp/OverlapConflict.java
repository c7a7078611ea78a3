package parley.analyzer.tcp;

/**
 * A segment brought other octets than an earlier one for the same place in a direction. Both arrays are as long and
 * differ in the first and the last octet.
 *
 * @param sequence relative sequence number of the first octet that differs
 * @param offset of that octet, counted from the start of the direction's data
 * @param earlier what was there, held or given out
 * @param earlierFrame the frame that brought it
 * @param later what came then
 * @param laterFrame the frame that brought it
 * @param laterCounts whether the later octets replace the earlier ones
 */
@SuppressWarnings("ArrayRecordComponent") // is never compared
public record OverlapConflict(
        long sequence,
        long offset,
        byte[] earlier,
        long earlierFrame,
        byte[] later,
        long laterFrame,
        boolean laterCounts) {}
