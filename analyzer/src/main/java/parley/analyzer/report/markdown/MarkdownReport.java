package parley.analyzer.report.markdown;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import parley.analyzer.app.AnalysisSummary;
import parley.analyzer.app.ListenerGroup;
import parley.analyzer.findings.Finding;
import parley.analyzer.findings.Words;
import parley.analyzer.report.ReportSink;
import parley.analyzer.report.Seconds;

/** report.md: the written analysis. All of it is written at the end; until then it keeps no more than it will print. */
public final class MarkdownReport extends ListenerGroup implements ReportSink {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "d MMMM uuuu, HH:mm:ss 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);
    private static final int DIGITS = 3;

    private final Writer out;
    private final Section users;
    private final Section handshakes;
    private final Section sequence;
    private final Section transcript;
    private final Section diagram;

    /** @param out receives the report as UTF-8; closed with it */
    public MarkdownReport(OutputStream out) {
        this(out, new UserTable(), new HandshakeTable(), new SequenceTable(), new Transcript(), new SequenceDiagram());
    }

    private MarkdownReport(
            OutputStream out,
            Section users,
            Section handshakes,
            Section sequence,
            Section transcript,
            Section diagram) {
        super(List.of(users, handshakes, sequence, transcript, diagram));
        this.out = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        this.users = users;
        this.handshakes = handshakes;
        this.sequence = sequence;
        this.transcript = transcript;
        this.diagram = diagram;
    }

    @Override
    public void finish(AnalysisSummary summary, List<Finding> findings) throws IOException {
        MarkdownWriter report = new MarkdownWriter(out);
        report.heading(1, "What the capture shows");
        report.paragraph(facts(summary));
        report.paragraph("Sentences name the frames that prove them and the Wireshark display filter that selects just"
                + " these; where a filter is long, the list at the end has it.");
        application(report, findings);
        transport(report, findings);
        network(report, findings);
        report.heading(2, "The capture itself");
        report.list(quality(findings));
        report.heading(2, "All findings");
        report.list(findings.stream()
                .sorted(Comparator.comparing(Finding::severity).reversed())
                .map(MarkdownReport::entry)
                .toList());
        out.flush();
    }

    private void application(MarkdownWriter report, List<Finding> findings) throws IOException {
        report.heading(2, "Application layer");
        section(report, findings, "Opening", "server-identity", "welcome-size", "prompt");
        section(report, findings, "Users and their ports", "users", "user-identity", "name-refused", "names-refused");
        users.write(report, findings);
        section(
                report,
                findings,
                "Who is online, the menu, and whom users choose",
                "online",
                "menu",
                "recipients",
                "message-to-offline",
                "messages-to-offline");
        section(
                report,
                findings,
                "Private chats",
                "private-chat",
                "private-chats",
                "private-chat-rejected",
                "private-chats-rejected",
                "request-unanswered",
                "requests-unanswered");
        section(report, findings, "Messages", "messages-by-kind", "exits");
        transcript.write(report, findings);
        diagram.write(report, findings);
    }

    private void transport(MarkdownWriter report, List<Finding> findings) throws IOException {
        report.heading(2, "Transport layer");
        List<String> relayed = Prose.sentences(findings, List.of("relayed"));
        if (!relayed.isEmpty()) {
            report.list(relayed);
        }
        section(
                report,
                findings,
                "Handshakes",
                "handshakes-complete",
                "handshakes-incomplete",
                "handshakes-not-captured",
                "handshakes-repeated",
                "handshake",
                "handshake-options");
        handshakes.write(report, findings);
        section(report, findings, "Pushing data", "push-share", "segment-sizes");
        section(report, findings, "Sequence and acknowledgement", "sequence-example");
        sequence.write(report, findings);
        section(report, findings, "Acknowledgements and windows", "delayed-acks", "zero-windows", "keep-alives");
        section(report, findings, "Messages in segments", "message-boundaries", "messages-split", "segments-shared");
        section(report, findings, "Ports", "port-map", "port-map-more");
        section(
                report,
                findings,
                "Retransmission and loss",
                "retransmissions",
                "out-of-order",
                "duplicate-acks",
                "lost-segments",
                "delayed-messages",
                "delayed-message",
                "overlap-conflict",
                "overlap-conflicts");
        section(report, findings, "Closing", "closes", "close");
    }

    private static void network(MarkdownWriter report, List<Finding> findings) throws IOException {
        report.heading(2, "Network layer");
        section(report, findings, "Protocol", "protocol");
        section(
                report,
                findings,
                "Addresses and the way of the packets",
                "addresses",
                "addresses-more",
                "ttl",
                "ttl-more");
        section(
                report,
                findings,
                "Fragmentation",
                "fragmentation",
                "largest-datagram",
                "offload-sized",
                "dont-fragment",
                "fragments-contradict");
        section(report, findings, "What routers and hosts answer", "icmp-error");
    }

    /** A heading and what the findings say under it; neither where there is nothing to say. */
    private static void section(MarkdownWriter report, List<Finding> findings, String title, String... ids)
            throws IOException {
        List<String> sentences = Prose.sentences(findings, List.of(ids));
        if (!sentences.isEmpty()) {
            report.heading(3, title);
            report.list(sentences);
        }
    }

    private static String facts(AnalysisSummary summary) {
        if (summary.packets() == 0) {
            return "The capture holds no packet.";
        }
        List<String> names = new ArrayList<>();
        summary.interfaces().forEach(captured -> {
            String name = captured.name();
            if (name != null) {
                names.add(MarkdownText.plain(name));
            }
        });
        String on = names.isEmpty() ? "" : ", captured on " + Words.list(names);
        String lasting = Seconds.format(summary.lastNanos() - summary.firstNanos(), DIGITS);
        long seconds = Math.floorDiv(summary.firstNanos(), 1_000_000_000L);
        return "The capture holds " + Words.count(summary.packets(), "packet") + " of "
                + Words.count(summary.connections(), "TCP connection") + " in " + lasting + " seconds, from "
                + DATE.format(Instant.ofEpochSecond(seconds)) + " on" + on + ".";
    }

    private static List<String> quality(List<Finding> findings) {
        List<String> ids = findings.stream()
                .filter(finding -> finding.layer() == Finding.Layer.CAPTURE)
                .map(Finding::id)
                .distinct()
                .toList();
        return Prose.sentences(findings, ids);
    }

    private static String entry(Finding finding) {
        String entry = "**" + finding.severity() + "** " + finding.layer() + " " + MarkdownText.code(finding.id())
                + ": " + MarkdownText.plain(finding.statement());
        return finding.evidence().isEmpty()
                ? entry
                : entry + " Evidence: " + Prose.frames(finding.evidence()) + ". Filter: "
                        + MarkdownText.code(finding.filter());
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
