package parley.analyzer.testing;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;
import parley.analyzer.wire.TcpHeader;

/** TCP's flags as a {@link TcpScript} writes them: {@code SYN-ACK}, {@code NONE}. */
public final class ScriptFlags {
    private static final String NONE = "NONE";
    private static final Map<String, Integer> BITS = new LinkedHashMap<>();

    static {
        BITS.put("FIN", TcpHeader.FIN);
        BITS.put("SYN", TcpHeader.SYN);
        BITS.put("RST", TcpHeader.RST);
        BITS.put("PSH", TcpHeader.PSH);
        BITS.put("ACK", TcpHeader.ACK);
        BITS.put("URG", TcpHeader.URG);
        BITS.put("ECE", TcpHeader.ECE);
        BITS.put("CWR", TcpHeader.CWR);
        BITS.put("AE", TcpHeader.AE);
    }

    private ScriptFlags() {}

    /** The bits of names joined by hyphens. */
    static int bits(String word) {
        int bits = 0;
        if (word.equals(NONE)) {
            return bits;
        }
        for (String name : word.split("-", -1)) {
            Integer flag = BITS.get(name);
            if (flag == null) {
                throw new IllegalArgumentException(word + ": expected flags, of " + BITS.keySet() + ", or data");
            }
            bits |= flag;
        }
        return bits;
    }

    /** The names of bits, from FIN up. */
    public static String words(int bits) {
        StringJoiner names = new StringJoiner("-");
        BITS.forEach((name, flag) -> {
            if ((bits & flag) != 0) {
                names.add(name);
            }
        });
        return bits == 0 ? NONE : names.toString();
    }
}
