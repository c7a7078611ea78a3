package parley.analyzer.report;

import java.io.OutputStream;
import java.util.Locale;

/** The CSV files there are. */
public enum CsvReport {
    PACKETS,
    SEGMENTS,
    CONVERSATIONS,
    HANDSHAKES,
    MESSAGES,
    USERS,
    FINDINGS,
    STREAMS;

    /** As {@code --only} names it, for instance {@code messages}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** For instance {@code messages.csv}. */
    String fileName() {
        return this + ".csv";
    }

    CsvSink open(OutputStream out, ReportStyle style) {
        return switch (this) {
            case PACKETS -> new PacketsCsv(out, style);
            case SEGMENTS -> new SegmentsCsv(out, style);
            case CONVERSATIONS -> new ConversationsCsv(out, style);
            case HANDSHAKES -> new HandshakesCsv(out, style);
            case MESSAGES -> new MessagesCsv(out, style);
            case USERS -> new UsersCsv(out, style);
            case FINDINGS -> new FindingsCsv(out, style);
            case STREAMS -> new StreamsCsv(out, style);
        };
    }
}
