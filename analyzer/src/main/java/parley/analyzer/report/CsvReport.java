package parley.analyzer.report;

import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

    /** The table in a format, to a stream that is closed with it. */
    public ReportSink open(OutputStream out, TableFormat format) {
        return open(out, new ReportStyle(format, new ReportThread()));
    }

    /** Tables each in a form of its own that needs no stream. One thread writes all. */
    public static List<ReportSink> open(Map<CsvReport, ? extends TableFormat> forms) {
        ReportThread thread = new ReportThread();
        List<ReportSink> sinks = new ArrayList<>();
        forms.forEach(
                (table, form) -> sinks.add(table.open(OutputStream.nullOutputStream(), new ReportStyle(form, thread))));
        return sinks;
    }

    ReportSink open(OutputStream out, ReportStyle style) {
        return switch (this) {
            case PACKETS -> new PacketsTable(out, style);
            case SEGMENTS -> new SegmentsTable(out, style);
            case CONVERSATIONS -> new ConversationsTable(out, style);
            case HANDSHAKES -> new HandshakesTable(out, style);
            case MESSAGES -> new MessagesTable(out, style);
            case USERS -> new UsersTable(out, style);
            case FINDINGS -> new FindingsTable(out, style);
            case STREAMS -> new StreamsTable(out, style);
        };
    }
}
