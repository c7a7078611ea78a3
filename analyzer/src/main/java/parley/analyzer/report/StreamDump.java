package parley.analyzer.report;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import parley.analyzer.app.AnalysisListener;
import parley.analyzer.tcp.Connection;
import parley.analyzer.tcp.Flow;
import parley.analyzer.tcp.OverlapConflict;
import parley.analyzer.tcp.StreamData;

/** The octets of streams in order, as text, as hexadecimal numbers, or as they are. */
public final class StreamDump implements AnalysisListener {
    /** How octets are shown. */
    public enum Form {
        TEXT,
        HEX,
        RAW
    }

    private final OutputStream out;
    private final PrintWriter err;
    private final Form form;
    private final boolean client;
    private final boolean server;

    /**
     * Prepares to show streams.
     *
     * @param err where missing octets are told of in the raw form, whose output holds nothing else
     */
    public StreamDump(OutputStream out, PrintWriter err, Form form, boolean client, boolean server) {
        this.out = out;
        this.err = err;
        this.form = form;
        this.client = client;
        this.server = server;
    }

    private boolean isShown(Connection connection, Flow flow) {
        return flow == connection.client() ? client : server;
    }

    @Override
    public void data(Connection connection, Flow flow, StreamData data) {
        if (!isShown(connection, flow)) {
            return;
        }
        if (form == Form.RAW) {
            write(data.bytes(), data.length());
            return;
        }
        text("-- " + flow.endpoint() + " → " + connection.reverse(flow).endpoint() + "  frame "
                + data.carrier().frame() + ", " + data.length() + " bytes at " + data.offset() + "\n");
        if (form == Form.HEX) {
            text(HexDump.of(data.bytes(), data.length(), data.offset()));
        } else {
            String shown = new String(data.bytes(), 0, data.length(), StandardCharsets.UTF_8);
            for (String line : shown.replace("\r\n", "\n").split("\n", -1)) {
                if (!line.isEmpty()) {
                    text(MessageText.visible(line.replace('\t', ' ')) + "\n");
                }
            }
        }
    }

    @Override
    public void gap(Connection connection, Flow flow, long offset, long length) {
        if (!isShown(connection, flow)) {
            return;
        }
        String told = length + " bytes at " + offset + " of " + flow.endpoint() + " are missing in the capture";
        if (form == Form.RAW) {
            err.println("parley: " + told);
            err.flush();
        } else {
            text("-- " + told + "\n");
        }
    }

    @Override
    public void conflict(Connection connection, Flow flow, OverlapConflict conflict) {
        if (!isShown(connection, flow)) {
            return;
        }
        String told = conflict.earlier().length + " bytes at " + conflict.offset() + " of " + flow.endpoint()
                + " differ between frames " + conflict.earlierFrame() + " and " + conflict.laterFrame() + "; those of "
                + (conflict.laterCounts() ? conflict.laterFrame() : conflict.earlierFrame()) + " count";
        if (form == Form.RAW) {
            err.println("parley: " + told);
            err.flush();
        } else {
            text("-- " + told + "\n");
        }
    }

    private void text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        write(bytes, bytes.length);
    }

    private void write(byte[] bytes, int count) {
        try {
            out.write(bytes, 0, count);
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }
}
