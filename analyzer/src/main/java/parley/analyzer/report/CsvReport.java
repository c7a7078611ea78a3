package parley.analyzer.report;

import java.io.OutputStream;
import java.util.Locale;
import parley.analyzer.app.AnalysisDepth;

/** The tables there are. */
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

    /** How far an analysis has to go for it. */
    public AnalysisDepth depth() {
        return switch (this) {
            case SEGMENTS, HANDSHAKES -> AnalysisDepth.SEGMENTS;
            case STREAMS -> AnalysisDepth.STREAMS;
            case CONVERSATIONS -> AnalysisDepth.USERS;
            case PACKETS, MESSAGES, USERS -> AnalysisDepth.MESSAGES;
            case FINDINGS -> AnalysisDepth.FINDINGS;
        };
    }

    ReportSink open(OutputStream out, ReportStyle style) {
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
