package parley.analyzer.capture;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a pcapng file says besides packets and interfaces: who captured, comments, names, blocks of other kinds. */
final class SectionNotes {
    private static final int NAME_RECORD_END = 0;
    private static final int NAME_RECORD_IPV4 = 1;
    private static final int NAME_RECORD_IPV6 = 2;

    /** A name in the DNS has 253 octets at most (RFC 1035 section 2.3.4). */
    private static final int LONGEST_NAME = 1024;

    private static final String OTHER_BLOCKS = "blocks of other types";

    private final List<String> comments = new ArrayList<>();
    private final List<String> names = new ArrayList<>();
    private final Map<Integer, Long> passedOver = new HashMap<>();
    private @Nullable String hardware;
    private @Nullable String os;
    private @Nullable String application;
    private int sections;
    private long passedOverBeyond;

    void section() {
        sections++;
    }

    void sectionOption(PcapngOptions option) {
        switch (option.code()) {
            case PcapngFormat.SECTION_HARDWARE -> hardware = option.text(0);
            case PcapngFormat.SECTION_OS -> os = option.text(0);
            case PcapngFormat.SECTION_APPLICATION -> application = option.text(0);
            case PcapngFormat.OPTION_COMMENT -> {
                if (comments.size() < FileDetails.MAXIMUM_COMMENTS) {
                    comments.add(option.text(0));
                }
            }
            default -> {
                // Says nothing that anybody asks for.
            }
        }
    }

    void passedOver(int type) {
        if (passedOver.size() < FileDetails.MAXIMUM_BLOCK_TYPES || passedOver.containsKey(type)) {
            passedOver.merge(type, 1L, Long::sum);
        } else {
            passedOverBeyond++;
        }
    }

    private static String name(int type) {
        return switch (type) {
            case PcapngFormat.SYSTEMD_JOURNAL_EXPORT -> "systemd journal entry";
            case PcapngFormat.DECRYPTION_SECRETS -> "decryption secrets";
            case PcapngFormat.CUSTOM -> "custom block";
            case PcapngFormat.CUSTOM_NOT_COPIED -> "custom block not to be copied";
            default -> String.format("block of type 0x%08x", type);
        };
    }

    /**
     * Takes the records of a name resolution block (section 4.5); a broken one ends them.
     *
     * @param from offset of the first
     * @param to behind the last
     */
    void names(MemorySegment data, FileOrder order, long from, long to) {
        long at = from;
        while (at + 4 <= to && names.size() < FileDetails.MAXIMUM_NAMES) {
            int type = order.u16(data, at);
            int length = order.u16(data, at + 2);
            at += 4;
            if (type == NAME_RECORD_END || at + length > to) {
                return;
            }
            int address = type == NAME_RECORD_IPV4 ? 4 : type == NAME_RECORD_IPV6 ? 16 : length;
            if (address < length) {
                name(data.asSlice(at, length).toArray(ValueLayout.JAVA_BYTE), address);
            }
            at += PcapngFormat.padded(length);
        }
    }

    /** An address and then one or more names, each ended by a zero octet. */
    private void name(byte[] record, int addressLength) {
        try {
            byte[] address = new byte[addressLength];
            System.arraycopy(record, 0, address, 0, addressLength);
            String shown = InetAddress.getByAddress(address).getHostAddress();
            String rest = new String(record, addressLength, record.length - addressLength, StandardCharsets.UTF_8);
            for (String name : rest.split("\0")) {
                if (!name.isEmpty() && name.length() <= LONGEST_NAME && names.size() < FileDetails.MAXIMUM_NAMES) {
                    names.add(shown + " " + name);
                }
            }
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("an address has 4 or 16 octets", impossible);
        }
    }

    FileDetails details(String byteOrder, @Nullable String compression) {
        return new FileDetails(
                "pcapng " + PcapngFormat.MAJOR_VERSION + "." + PcapngFormat.MINOR_VERSION,
                byteOrder,
                compression,
                sections,
                hardware,
                os,
                application,
                List.copyOf(comments),
                List.copyOf(names),
                passedOver());
    }

    private SortedMap<String, Long> passedOver() {
        SortedMap<String, Long> named = new TreeMap<>();
        passedOver.forEach((type, count) -> named.put(name(type), count));
        if (passedOverBeyond > 0) {
            named.put(OTHER_BLOCKS, passedOverBeyond);
        }
        return named;
    }
}
