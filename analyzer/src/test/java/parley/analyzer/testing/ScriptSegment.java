package parley.analyzer.testing;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import parley.analyzer.capture.LinkType;
import parley.analyzer.wire.TcpHeader;

/**
 * A segment of a {@link TcpScript}.
 *
 * @param flags {@link TcpHeader}'s, or-ed
 * @param sequence relative to the sender's ISN
 * @param acknowledgment relative to the receiver's ISN; not used without ACK
 * @param window the field
 * @param urgentPointer the field
 * @param options TCP options, not padded
 * @param data octets
 * @param captured how many of them the capture has
 */
@SuppressWarnings("ArrayRecordComponent") // is never compared
record ScriptSegment(
        int flags,
        long sequence,
        long acknowledgment,
        int window,
        int urgentPointer,
        byte[] options,
        byte[] data,
        int captured) {
    private static final int USUAL_WINDOW = 64_240;
    private static final int ALPHABET = 26;

    /** Reads what follows the side's name. */
    static ScriptSegment read(ScriptWords words, ScriptSide sender, ScriptSide receiver) {
        String word = words.next("flags or data");
        int flags = word.equals("data") ? TcpHeader.PSH | TcpHeader.ACK : flags(word);
        long sequence = sender.next() == 0 && (flags & TcpHeader.SYN) == 0 ? 1 : sender.next();
        boolean hasData = word.equals("data") || words.take("data");
        String dataWord = hasData ? words.next("text in quotes, or a number of octets") : "''";
        long acknowledgment = sender.acknowledgment();
        int window = USUAL_WINDOW;
        int urgentPointer = 0;
        int captured = Integer.MAX_VALUE;
        ByteArrayOutputStream options = new ByteArrayOutputStream();
        while (words.hasNext()) {
            String[] setting = words.next("a setting").split("=", 2);
            String value = setting.length == 2 ? setting[1] : "";
            switch (setting[0]) {
                case "seq" -> sequence = ScriptWords.number(value, "a sequence number");
                case "ack" -> acknowledgment = ScriptWords.number(value, "an acknowledgement number");
                case "win" -> window = (int) ScriptWords.number(value, "a window");
                case "urg" -> urgentPointer = (int) ScriptWords.number(value, "an urgent pointer");
                case "snap" -> captured = (int) ScriptWords.number(value, "how many octets are captured");
                default -> options.writeBytes(option(setting[0], value, receiver.isn()));
            }
        }
        byte[] data = dataWord.startsWith("'")
                ? ScriptWords.unquote(dataWord)
                : run(sequence - 1, (int) ScriptWords.number(dataWord, "a number of octets"));
        return new ScriptSegment(
                flags,
                sequence,
                acknowledgment,
                window,
                urgentPointer,
                options.toByteArray(),
                data,
                Math.min(captured, data.length));
    }

    private static int flags(String word) {
        int flags = ScriptFlags.bits(word);
        return flags == TcpHeader.FIN ? TcpHeader.FIN | TcpHeader.ACK : flags;
    }

    private static byte[] option(String name, String value, long acknowledgedIsn) {
        return switch (name) {
            case "mss" -> {
                int mss = (int) ScriptWords.number(value, "a segment size");
                yield new byte[] {2, 4, (byte) (mss >> 8), (byte) mss};
            }
            case "wscale" -> new byte[] {1, 3, 3, (byte) ScriptWords.number(value, "a shift")};
            case "sack" -> value.isEmpty() ? new byte[] {1, 1, 4, 2} : blocks(value.split(",", -1), acknowledgedIsn);
            case "tfo" -> cookie(value);
            case "ts" -> timestamps(value.split("/", 2));
            default ->
                throw new IllegalArgumentException(
                        name + ": expected seq= ack= win= urg= snap= mss= wscale= sack sack= tfo tfo= or"
                                + " ts=VALUE/ECHO");
        };
    }

    /** RFC 2018 section 3: the edges of what has arrived beyond the acknowledgement. */
    private static byte[] blocks(String[] ranges, long isn) {
        ByteBuffer octets = ByteBuffer.allocate(4 + 8 * ranges.length);
        octets.put(new byte[] {1, 1, 5, (byte) (2 + 8 * ranges.length)});
        for (String range : ranges) {
            String[] edges = range.split("-", 2);
            for (int i = 0; i < 2; i++) {
                String edge = i < edges.length ? edges[i] : "";
                octets.putInt((int) (isn + ScriptWords.number(edge, "LEFT-RIGHT")));
            }
        }
        return octets.array();
    }

    /** RFC 7413 section 4.1.1: asks for a cookie, or brings one. */
    private static byte[] cookie(String hexadecimal) {
        byte[] cookie = HexFormat.of().parseHex(hexadecimal);
        return ByteBuffer.allocate(2 + cookie.length)
                .put((byte) 34)
                .put((byte) (2 + cookie.length))
                .put(cookie)
                .array();
    }

    private static byte[] timestamps(String[] valueAndEcho) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        octets.writeBytes(new byte[] {1, 1, 8, 10});
        for (String word : valueAndEcho) {
            long number = ScriptWords.number(word, "VALUE/ECHO");
            octets.writeBytes(
                    new byte[] {(byte) (number >> 24), (byte) (number >> 16), (byte) (number >> 8), (byte) number});
        }
        return octets.toByteArray();
    }

    private static byte[] run(long position, int length) {
        byte[] octets = new byte[length];
        for (int i = 0; i < length; i++) {
            octets[i] = (byte) ('a' + (position + i) % ALPHABET);
        }
        return octets;
    }

    /** The same, sent again: with what the side acknowledges now. */
    ScriptSegment again(long currentAcknowledgment) {
        return new ScriptSegment(
                flags, sequence, currentAcknowledgment, window, urgentPointer, options, data, data.length);
    }

    /** The number behind it, SYN and FIN counting one each. */
    long end() {
        int syn = (flags & TcpHeader.SYN) != 0 ? 1 : 0;
        int fin = (flags & TcpHeader.FIN) != 0 ? 1 : 0;
        return sequence + data.length + syn + fin;
    }

    /** @param vlan of an 802.1Q tag, 0 for none */
    Frame frame(long nanos, int linkType, int vlan, ScriptSide sender, ScriptSide receiver) {
        int[] optionOctets = new int[options.length];
        for (int i = 0; i < options.length; i++) {
            optionOctets[i] = options[i];
        }
        boolean ack = (flags & TcpHeader.ACK) != 0;
        byte[] octets = TcpFrame.of(sender.endpoint(), receiver.endpoint())
                .linkType(linkType)
                .vlan(vlan)
                .familyOrder(linkType == LinkType.LOOP ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN)
                .flags(flags)
                .sequence(sender.isn() + sequence)
                .acknowledgment(ack ? receiver.isn() + acknowledgment : 0)
                .window(window)
                .urgentPointer(urgentPointer)
                .tcpOptions(optionOctets)
                .payload(data)
                .octets();
        return Frame.of(nanos, octets).snapped(octets.length - data.length + captured);
    }
}
