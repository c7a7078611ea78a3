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
import java.util.List;
import java.util.Locale;
import parley.analyzer.app.AnalysisListener;
import parley.analyzer.app.AnalysisSummary;
import parley.analyzer.app.ListenerGroup;
import parley.analyzer.findings.Finding;
import parley.analyzer.findings.Finding.Layer;
import parley.analyzer.findings.FindingKind;
import parley.analyzer.findings.Words;
import parley.analyzer.report.ReportSink;
import parley.analyzer.report.Seconds;
import parley.analyzer.report.Totals;

/** report.md: the written analysis. All of it is written at the end; until then it keeps no more than it will print. */
public final class MarkdownReport extends ListenerGroup implements ReportSink {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "d MMMM uuuu, HH:mm:ss 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);
    private static final int DIGITS = 3;
    private static final String CONVERSATION = "The conversation";

    /** What listens. */
    private record Parts(
            Totals totals,
            Section users,
            Section undecoded,
            Section connections,
            Section handshakes,
            Section sequence,
            Section closes,
            Section transcript,
            Section diagram) {
        static Parts begin() {
            return new Parts(
                    new Totals(),
                    new UserTable(),
                    new Undecoded(),
                    new ConnectionTable(),
                    new HandshakeTable(),
                    new SequenceTable(),
                    new CloseTable(),
                    new Transcript(),
                    new SequenceDiagram());
        }

        List<Section> sections() {
            return List.of(users, undecoded, connections, handshakes, sequence, closes, transcript, diagram);
        }

        List<AnalysisListener> listeners() {
            List<AnalysisListener> all = new ArrayList<>(sections());
            all.add(totals);
            return all;
        }
    }

    private final Writer out;
    private final Parts parts;

    /** @param out receives the report as UTF-8; closed with it */
    public MarkdownReport(OutputStream out) {
        this(out, Parts.begin());
    }

    private MarkdownReport(OutputStream out, Parts parts) {
        super(parts.listeners());
        this.out = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        this.parts = parts;
    }

    @Override
    public void finish(AnalysisSummary summary, List<Finding> findings) throws IOException {
        try {
            new Run(new MarkdownWriter(out), findings).write(summary);
            out.flush();
        } catch (IOException failure) {
            throw new IOException("report.md could not be written: " + failure.getMessage(), failure);
        }
    }

    /** The writing of one report. */
    private final class Run {
        private final MarkdownWriter report;
        private final List<Finding> findings;
        private final FilterList filters = new FilterList();
        private final Prose prose;

        Run(MarkdownWriter report, List<Finding> findings) {
            this.report = report;
            this.findings = findings.stream().map(KindTable::withoutKinds).toList();
            this.prose = new Prose(this.findings, filters);
        }

        void write(AnalysisSummary summary) throws IOException {
            report.heading(1, "What the capture shows");
            report.paragraph(facts(summary));
            new SummaryText(findings).write(report, parts.totals(), summary);
            parts.sections().forEach(section -> prose.leaveOut(section.tells(findings)));
            application();
            transport();
            network();
            report.heading(2, Group.CAPTURE);
            List<String> quality = prose.sentences(captureKinds());
            if (!quality.isEmpty()) {
                report.list(quality);
            }
            conversation();
            List<String> further = prose.further();
            if (!further.isEmpty()) {
                report.heading(2, Prose.FURTHER);
                report.list(further);
            }
            filters.write(report);
        }

        private void application() throws IOException {
            report.heading(2, "Application layer");
            tell(Group.OPENING);
            tell(Group.USERS);
            write(parts.users());
            tell(Group.ONLINE);
            tell(Group.PRIVATE_CHATS);
            tell(Group.MESSAGES);
            KindTable.write(report, parts.totals());
            write(parts.undecoded());
        }

        private void transport() throws IOException {
            report.heading(2, "Transport layer");
            tell(Group.RELAY);
            write(parts.connections());
            tell(Group.HANDSHAKES, parts.handshakes());
            tell(Group.PUSHING);
            tell(Group.SEQUENCE);
            write(parts.sequence());
            tell(Group.ACKNOWLEDGEMENTS);
            tell(Group.SEGMENTS);
            tell(Group.PORTS);
            tell(Group.RECOVERY);
            tell(Group.CLOSING, parts.closes());
        }

        private void network() throws IOException {
            report.heading(2, "Network layer");
            tell(Group.PROTOCOL);
            tell(Group.ADDRESSES);
            List<String> hops = Hops.sentences(findings);
            if (!hops.isEmpty()) {
                report.paragraph(String.join(" ", hops));
            }
            tell(Group.FRAGMENTATION);
            tell(Group.ICMP);
        }

        private void conversation() throws IOException {
            if (parts.totals().of(Totals.Count.MESSAGES) > 0) {
                report.heading(2, CONVERSATION);
                write(parts.transcript());
                write(parts.diagram());
            }
        }

        /** A heading and what the findings say under it; neither where there is nothing to say. */
        private void tell(Group group) throws IOException {
            List<String> sentences = prose.sentences(group.kinds());
            if (!sentences.isEmpty()) {
                report.heading(3, group.title());
                report.list(sentences);
            }
        }

        /** Likewise with a section, which may have something to say alone. */
        private void tell(Group group, Section section) throws IOException {
            List<String> sentences = prose.sentences(group.kinds());
            if (!sentences.isEmpty() || section.hasRows()) {
                report.heading(3, group.title());
            }
            if (!sentences.isEmpty()) {
                report.list(sentences);
            }
            write(section);
        }

        private void write(Section section) throws IOException {
            section.write(report, findings, filters);
        }

        private List<FindingKind> captureKinds() {
            return findings.stream()
                    .filter(finding -> finding.layer() == Layer.CAPTURE)
                    .map(Finding::kind)
                    .distinct()
                    .toList();
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
        String lasting = Seconds.rounded(summary.lastNanos() - summary.firstNanos(), DIGITS);
        long seconds = Math.floorDiv(summary.firstNanos(), 1_000_000_000L);
        return "The capture holds " + Words.count(summary.packets(), "packet") + " of "
                + Words.count(summary.connections(), "TCP connection") + " in " + lasting + " seconds"
                + (summary.lastNanos() == 0 ? "" : ", from " + DATE.format(Instant.ofEpochSecond(seconds)) + " on")
                + on + ".";
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
