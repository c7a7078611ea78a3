package parley.analyzer.capture;

/**
 * Numbers of the pcapng file format that its reader and its writer share; sections are those of
 * draft-ietf-opsawg-pcapng. All lengths are in octets.
 */
final class PcapngFormat {
    /** Block types (section 11.1). The first reads the same in both byte orders. */
    static final int SECTION_HEADER = 0x0A0D0D0A;

    static final int INTERFACE_DESCRIPTION = 1;
    /** Obsolete (appendix A); still found in old files. */
    static final int PACKET = 2;

    static final int SIMPLE_PACKET = 3;
    static final int NAME_RESOLUTION = 4;
    static final int INTERFACE_STATISTICS = 5;
    static final int ENHANCED_PACKET = 6;
    static final int SYSTEMD_JOURNAL_EXPORT = 9;
    static final int DECRYPTION_SECRETS = 10;
    static final int CUSTOM = 0x00000BAD;
    static final int CUSTOM_NOT_COPIED = 0x40000BAD;

    /** Section 4.1: in the byte order of the section, so that its reader learns that order. */
    static final int BYTE_ORDER_MAGIC = 0x1A2B3C4D;

    static final int BYTE_ORDER_MAGIC_SWAPPED = 0x4D3C2B1A;
    static final int MAJOR_VERSION = 1;
    static final int MINOR_VERSION = 0;
    /** Section 4.1: the section's length is not known, blocks have to be walked. */
    static final long SECTION_LENGTH_UNKNOWN = -1;

    /** Section 3.1: type and total length before the body. */
    static final int BLOCK_HEADER_LENGTH = 8;
    /** The total length again, after the body. */
    static final int BLOCK_TRAILER_LENGTH = 4;

    static final int MINIMUM_BLOCK_LENGTH = BLOCK_HEADER_LENGTH + BLOCK_TRAILER_LENGTH;

    /** Fixed part of each block's body, before packet data and options (section 4). */
    static final int SECTION_HEADER_FIXED_LENGTH = 16;

    static final int INTERFACE_DESCRIPTION_FIXED_LENGTH = 8;
    static final int PACKET_FIXED_LENGTH = 20;
    static final int SIMPLE_PACKET_FIXED_LENGTH = 4;
    static final int INTERFACE_STATISTICS_FIXED_LENGTH = 12;
    static final int ENHANCED_PACKET_FIXED_LENGTH = 20;

    /** Section 3.5: code and length before an option's value. */
    static final int OPTION_HEADER_LENGTH = 4;
    /** Longest value of an option: its length is an unsigned 16-bit number. */
    static final int MAXIMUM_OPTION_LENGTH = 65_535;

    /** Options of every block (section 3.5). */
    static final int OPTION_END = 0;

    static final int OPTION_COMMENT = 1;

    /** Options of a section header (section 4.1). */
    static final int SECTION_HARDWARE = 2;

    static final int SECTION_OS = 3;
    static final int SECTION_APPLICATION = 4;

    /** Options of an interface description (section 4.2). */
    static final int INTERFACE_NAME = 2;

    static final int INTERFACE_TIMESTAMP_RESOLUTION = 9;
    static final int INTERFACE_FILTER = 11;
    static final int INTERFACE_OS = 12;
    static final int INTERFACE_TIMESTAMP_OFFSET = 14;

    /** Options of interface statistics (section 4.6). */
    static final int STATISTICS_START_TIME = 2;

    static final int STATISTICS_END_TIME = 3;
    static final int STATISTICS_INTERFACE_RECEIVED = 4;
    static final int STATISTICS_INTERFACE_DROPPED = 5;
    static final int STATISTICS_OS_DROPPED = 7;

    /** if_tsresol: a set top bit means a negative power of 2, else of 10, in the other seven bits. */
    static final int RESOLUTION_IS_BINARY = 0x80;
    /** Resolution of an interface that has no if_tsresol: microseconds. */
    static final int DEFAULT_RESOLUTION = 6;
    /** First octet of if_filter: libpcap's language follows (section 4.2). */
    static final int FILTER_STRING = 0;

    private PcapngFormat() {}

    /** {@code length} rounded up to the 32-bit boundary that every body, option and packet is padded to. */
    static long padded(long length) {
        return (length + 3) & ~3L;
    }
}
