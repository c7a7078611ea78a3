package parley.analyzer.report.markdown;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import parley.analyzer.findings.Finding;
import parley.analyzer.findings.FindingKind;
import parley.analyzer.findings.Subject;
import parley.analyzer.tcp.Connection;
import parley.analyzer.tcp.Flow;
import parley.analyzer.tcp.Segment;
import parley.analyzer.wire.DecodedPacket;

/** How each connection ended: the FINs and the segments that acknowledge them, or the reset. */
final class CloseTable implements Section {
    private static final int ROWS = 100;

    /** A FIN as it was first seen. */
    private static final class Fin {
        private final boolean ofClient;
        private final long frame;
        private final long nextSequence;
        private long ackFrame;

        Fin(Segment segment) {
            ofClient = segment.isFromClient();
            frame = segment.frame();
            nextSequence = segment.nextSequence();
        }
    }

    /** In the order of the capture. */
    private final Map<Connection, List<Fin>> open = new HashMap<>();

    private final TreeMap<Long, List<String>> rows = new TreeMap<>();

    @Override
    public void packet(DecodedPacket packet, @Nullable Segment segment) {
        if (segment == null || (open.isEmpty() && !segment.isFin())) {
            return;
        }
        Connection connection = segment.connection();
        List<Fin> fins = open.get(connection);
        if (fins != null && segment.isAck()) {
            acknowledge(fins, segment);
        }
        if (segment.isFin() && (fins == null ? connection.index() < ROWS : isNew(fins, segment))) {
            open.computeIfAbsent(connection, c -> new ArrayList<>()).add(new Fin(segment));
        }
    }

    private static void acknowledge(List<Fin> fins, Segment segment) {
        for (Fin fin : fins) {
            if (fin.ackFrame == 0
                    && fin.ofClient != segment.isFromClient()
                    && fin.nextSequence == segment.acknowledgment()) {
                fin.ackFrame = segment.frame();
            }
        }
    }

    private static boolean isNew(List<Fin> fins, Segment segment) {
        return fins.stream().noneMatch(fin -> fin.ofClient == segment.isFromClient());
    }

    @Override
    public void closed(Connection connection) {
        List<Fin> fins = open.remove(connection);
        Flow client = connection.client();
        Flow server = connection.server();
        if (connection.index() >= ROWS || (fins == null && client.rstFrame() == 0 && server.rstFrame() == 0)) {
            return;
        }
        List<String> cells = new ArrayList<>();
        cells.add(Long.toString(connection.index()));
        for (int i = 0; i < 2; i++) {
            Fin fin = fins != null && i < fins.size() ? fins.get(i) : null;
            cells.add(fin == null ? "–" : fin.frame + ", " + side(fin.ofClient));
            cells.add(MarkdownText.frame(fin == null ? 0 : fin.ackFrame));
        }
        boolean byClient = client.rstFrame() > 0 && (server.rstFrame() == 0 || client.rstFrame() < server.rstFrame());
        long reset = byClient ? client.rstFrame() : server.rstFrame();
        cells.add(reset == 0 ? "–" : reset + ", " + side(byClient));
        rows.put(connection.index(), cells);
    }

    private static String side(boolean isClient) {
        return isClient ? "client" : "server";
    }

    private Map<Long, Finding> byConnection(List<Finding> findings) {
        Map<Long, Finding> told = new HashMap<>();
        for (Finding finding : findings) {
            if (finding.kind() == FindingKind.CLOSE
                    && finding.subject() instanceof Subject.OfConnection connection
                    && !finding.evidence().isEmpty()
                    && rows.containsKey(connection.index())) {
                told.put(connection.index(), finding);
            }
        }
        return told;
    }

    @Override
    public List<Finding> tells(List<Finding> findings) {
        return List.copyOf(byConnection(findings).values());
    }

    @Override
    public boolean hasRows() {
        return !rows.isEmpty();
    }

    @Override
    public void write(MarkdownWriter out, List<Finding> findings, FilterList filters) throws IOException {
        if (rows.isEmpty()) {
            return;
        }
        Map<Long, Finding> told = byConnection(findings);
        List<List<String>> table = new ArrayList<>();
        for (Map.Entry<Long, List<String>> row : rows.entrySet()) {
            Finding finding = told.get(row.getKey());
            List<String> cells = new ArrayList<>(row.getValue());
            cells.add(finding == null ? "–" : filters.link("", finding));
            table.add(cells);
        }
        out.table(List.of("Connection", "First FIN", "its ACK", "Second FIN", "its ACK", "RST", "Filter"), table);
        out.paragraph("Frame numbers, and who sent it. The filters select the segments with FIN or RST.");
    }
}
