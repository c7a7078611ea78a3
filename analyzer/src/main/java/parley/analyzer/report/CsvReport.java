package parley.analyzer.report;

import java.io.OutputStream;
import java.util.Locale;

/** The CSV files there are. */
public enum CsvReport {
    PACKETS(PacketsCsv::new),
    SEGMENTS(SegmentsCsv::new),
    CONVERSATIONS(ConversationsCsv::new),
    HANDSHAKES(HandshakesCsv::new),
    MESSAGES(MessagesCsv::new),
    USERS(UsersCsv::new),
    FINDINGS(FindingsCsv::new),
    STREAMS(StreamsCsv::new);

    private interface Maker {
        CsvSink make(OutputStream out, ReportStyle style);
    }

    private final Maker maker;

    CsvReport(Maker maker) {
        this.maker = maker;
    }

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
        return maker.make(out, style);
    }
}
