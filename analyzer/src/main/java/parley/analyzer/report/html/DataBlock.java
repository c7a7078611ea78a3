package parley.analyzer.report.html;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * JSON on its way into the element that holds it. Of the characters that could end the element none is left: in strings,
 * where alone they can be, they are escaped. What is longer than {@value #MOST_PLAIN} characters is deflated (RFC 1951)
 * and put as base64 into {@code {"deflated":"…","octets":n}}, which is JSON again; n are the octets before.
 */
final class DataBlock extends Writer {
    static final int MOST_PLAIN = 1 << 18;

    private static final HexFormat HEX = HexFormat.of();
    private static final int BUFFER = 1 << 14;

    private final Writer out;
    private final Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    private final StringBuilder plain = new StringBuilder();
    private @Nullable Writer packed;

    /** @param out stays open */
    DataBlock(Writer out) {
        this.out = out;
    }

    @Override
    public void write(char[] characters, int from, int count) throws IOException {
        int plainFrom = from;
        for (int i = from; i < from + count; i++) {
            if (isMarkup(characters[i])) {
                put(characters, plainFrom, i - plainFrom);
                char[] escaped = ("\\u" + HEX.toHexDigits(characters[i])).toCharArray();
                put(escaped, 0, escaped.length);
                plainFrom = i + 1;
            }
        }
        put(characters, plainFrom, from + count - plainFrom);
    }

    private static boolean isMarkup(char character) {
        return character == '<' || character == '>' || character == '&';
    }

    private void put(char[] characters, int from, int count) throws IOException {
        Writer packing = packed;
        if (packing != null) {
            packing.write(characters, from, count);
            return;
        }
        plain.append(characters, from, count);
        if (plain.length() > MOST_PLAIN) {
            pack();
        }
    }

    private void pack() throws IOException {
        out.write("{\"deflated\":\"");
        OutputStream ascii = new OutputStream() {
            @Override
            public void write(int octet) throws IOException {
                out.write(octet);
            }

            @Override
            public void write(byte[] octets, int from, int count) throws IOException {
                out.write(new String(octets, from, count, StandardCharsets.US_ASCII));
            }
        };
        OutputStream base64 = Base64.getEncoder().wrap(ascii);
        Writer packing =
                new OutputStreamWriter(new DeflaterOutputStream(base64, deflater, BUFFER), StandardCharsets.UTF_8);
        packing.append(plain);
        plain.setLength(0);
        plain.trimToSize();
        packed = packing;
    }

    @Override
    public void flush() {}

    /** Ends the JSON; what is behind stays open. */
    @Override
    public void close() throws IOException {
        Writer packing = packed;
        if (packing == null) {
            out.append(plain);
        } else {
            packing.close();
            out.write("\",\"octets\":" + deflater.getBytesRead() + "}");
        }
        deflater.end();
    }
}
