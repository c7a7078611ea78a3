package parley.analyzer.report;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import parley.analyzer.app.AnalysisSummary;
import parley.analyzer.app.Message;
import parley.analyzer.findings.Finding;

/**
 * messages.csv: a line on one connection a row, in the order in which lines became whole. Rows are made into text on the
 * thread of the reports.
 */
final class MessagesCsv implements ReportSink {
    private static final String[] COLUMNS = {
        "number",
        "time",
        "tcp.stream",
        "direction",
        "kind",
        "sender",
        "recipients",
        "text",
        "forwards",
        "frame.first",
        "frame.last",
        "tcp.seq.first",
        "tcp.seq.last",
        "bytes",
        "frame.ack",
        "ack_delay"
    };

    private final ReportStyle style;
    private final ReportThread.Table rows;
    private final OctetCsv csv;

    MessagesCsv(OutputStream out, ReportStyle style) {
        this.style = style;
        String name = style.file(CsvReport.MESSAGES);
        rows = style.thread().table(name);
        csv = new OctetCsv(name, out, COLUMNS);
    }

    @Override
    public void started(long firstNanos, int timestampDigits) {
        style.time().start(firstNanos, timestampDigits);
    }

    @Override
    public void finer(int timestampDigits) {
        style.time().finer(timestampDigits);
    }

    @Override
    public void settled(Message message) {
        rows.later(message.size(), () -> write(message));
    }

    private void write(Message message) {
        csv.cell(message.number());
        style.time().at(message.timestampNanos(), csv);
        csv.cell(message.connection().index());
        csv.cell(message.direction().toString());
        csv.text(message.kind());
        csv.text(style.text().cell(message.sender()));
        csv.text(style.text().cell(String.join(", ", message.recipients())));
        csv.text(style.text().cell(message.text()));
        csv.known(message.decoded().forwards());
        csv.cell(message.first().frame());
        csv.cell(message.last().frame());
        csv.cell(message.first().sequence());
        csv.cell(message.last().sequence());
        csv.cell(message.bytes());
        csv.known(message.ackFrame());
        style.time().lasting(message.ackDelayNanos(), csv);
        csv.endRow();
    }

    @Override
    public void finish(AnalysisSummary summary, List<Finding> findings) throws IOException {
        rows.await();
        csv.finish();
        rows.requireDone();
    }

    @Override
    public void close() throws IOException {
        rows.await();
        csv.close();
    }
}
