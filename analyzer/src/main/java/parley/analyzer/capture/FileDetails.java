package parley.analyzer.capture;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What a capture file says of itself besides its packets, as far as it has been read.
 *
 * @param format for people: {@code pcap 2.4, nanoseconds}
 * @param byteOrder {@code little-endian} or {@code big-endian}, that of the last section read
 * @param compression the file is compressed with; null for none
 * @param sections 1 for formats that have none
 * @param hardware that captured, as the file words it; null where it does not say
 * @param os likewise
 * @param application likewise
 * @param comments of sections
 * @param names that the file has for addresses, each {@code ADDRESS NAME}; at most {@value #MAXIMUM_NAMES}
 * @param passedOver blocks that are no packets and whose content is not used, by what they are; at most
 *     {@value #MAXIMUM_BLOCK_TYPES} kinds, and what is beyond them together
 */
public record FileDetails(
        String format,
        String byteOrder,
        @Nullable String compression,
        int sections,
        @Nullable String hardware,
        @Nullable String os,
        @Nullable String application,
        List<String> comments,
        List<String> names,
        SortedMap<String, Long> passedOver) {
    /** How a section's comment begins where a relay made its packets. */
    public static final String MADE_BY_RELAY = "made by a relay";

    /** Names that are kept of one file. */
    static final int MAXIMUM_NAMES = 1000;

    /** Comments that are kept of one file. */
    static final int MAXIMUM_COMMENTS = 100;

    /** Types of block that are told apart in one file; real files have a handful. */
    static final int MAXIMUM_BLOCK_TYPES = 100;

    /** The comment that says that a relay made the packets; empty where none does. */
    Optional<String> relayed() {
        return comments.stream()
                .filter(comment -> comment.startsWith(MADE_BY_RELAY))
                .findFirst();
    }
}
