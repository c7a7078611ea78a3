package parley.analyzer.testing;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands before an IP packet, in hexadecimal digits with these marks: {@code {type}} an EtherType, {@code {ppp}} a
 * PPP protocol, {@code {nlpid}} RFC 2427's, each with IP's version; {@code {+6}} the number of octets behind the mark
 * and 6 more, {@code {<6}} the same with the lower octet first.
 *
 * @param name for a person
 * @param number of the link type or the IP protocol whose payload it is
 * @param version of the IP that it leads to, 0 for either
 */
public record Encapsulation(String name, int number, int version, String template) {
    private static final Pattern LENGTH = Pattern.compile("\\{([+<])(-?\\d+)}");

    public boolean leadsTo(int ipVersion) {
        return version == 0 || version == ipVersion;
    }

    /** The IP packet with this before it. */
    public byte[] around(byte[] ip) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(headers(ip));
        all.writeBytes(ip);
        return all.toByteArray();
    }

    /** What stands before this IP packet. */
    public byte[] headers(byte[] ip) {
        boolean v4 = ip[0] >>> 4 == 4;
        String hex = template.replace("{type}", v4 ? "0800" : "86dd")
                .replace("{ppp}", v4 ? "0021" : "0057")
                .replace("{nlpid}", v4 ? "cc" : "8e")
                .replace(" ", "");
        Matcher length = LENGTH.matcher(hex);
        while (length.find()) {
            String behind = length.replaceFirst("").substring(length.start());
            int octets = LENGTH.matcher(behind).replaceAll("0000").length() / 2
                    + ip.length
                    + Integer.parseInt(length.group(2));
            int field = length.group(1).equals("<") ? Short.reverseBytes((short) octets) : octets;
            hex = length.replaceFirst("%04x".formatted(field & 0xffff));
            length = LENGTH.matcher(hex);
        }
        return HexFormat.of().parseHex(hex);
    }
}
