package parley.analyzer.testing;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;

/**
 * Headers before an IP packet as words: hexadecimal digits, or {@code M} two MAC addresses, {@code T} IP's EtherType,
 * {@code P} its number in PPP, {@code N} its NLPID, {@code V} its number in VXLAN-GPE, {@code F} and {@code f} the address
 * family of macOS in either byte order, {@code E} and {@code e} OpenBSD's, {@code L+8} the packet's length and 8 as 16 bits, {@code l+8} the same with the lower octet
 * first.
 */
final class RandomHeader {
    private RandomHeader() {}

    static byte[] of(String words, RandomPacket packet) {
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        boolean v4 = packet.version() == 4;
        for (String word : words.split(" ", -1)) {
            header.writeBytes(
                    switch (word) {
                        case "M" -> hex("020000000002020000000001");
                        case "T" -> hex(v4 ? "0800" : "86dd");
                        case "P" -> hex(v4 ? "0021" : "0057");
                        case "N" -> hex(v4 ? "cc" : "8e");
                        case "V" -> hex(v4 ? "01" : "02");
                        case "F" -> hex(v4 ? "00000002" : "0000001e");
                        case "f" -> hex(v4 ? "02000000" : "1e000000");
                        case "E" -> hex(v4 ? "00000002" : "00000018");
                        case "e" -> hex(v4 ? "02000000" : "18000000");
                        default -> word.startsWith("L") || word.startsWith("l") ? length(word, packet) : hex(word);
                    });
        }
        return header.toByteArray();
    }

    private static byte[] length(String word, RandomPacket packet) {
        ByteOrder order = word.startsWith("L") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        int length = packet.octets().length + Integer.parseInt(word.substring(2));
        return ByteBuffer.allocate(2).order(order).putShort((short) length).array();
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }
}
