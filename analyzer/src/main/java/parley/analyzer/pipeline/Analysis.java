package parley.analyzer.pipeline;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import parley.analyzer.app.AnalysisDepth;
import parley.analyzer.app.AnalysisListener;
import parley.analyzer.app.AnalysisSummary;
import parley.analyzer.app.ApplicationLayer;
import parley.analyzer.app.LimitsReached;
import parley.analyzer.capture.Packet;
import parley.analyzer.capture.PacketSource;
import parley.analyzer.findings.Finding;
import parley.analyzer.findings.Findings;
import parley.analyzer.report.ReportSink;
import parley.analyzer.tcp.Connection;
import parley.analyzer.tcp.ConnectionListener;
import parley.analyzer.tcp.ConnectionTable;
import parley.analyzer.tcp.Flow;
import parley.analyzer.tcp.OverlapConflict;
import parley.analyzer.tcp.PartialSegment;
import parley.analyzer.tcp.ReassemblyLimits;
import parley.analyzer.tcp.Segment;
import parley.analyzer.tcp.StreamData;
import parley.analyzer.tcp.StreamListener;
import parley.analyzer.wire.DecodedPacket;
import parley.analyzer.wire.IcmpError;
import parley.analyzer.wire.LinkHeader;
import parley.analyzer.wire.PacketCopies;
import parley.analyzer.wire.PacketDecoder;
import parley.analyzer.wire.TcpHeader;

/**
 * Analyzes one capture from its first packet to its last. The thread that calls {@link #run} owns everything in it; the
 * source may be live or a file.
 */
public final class Analysis {
    private final AnalysisOptions options;
    private final List<ReportSink> sinks;
    private final Listeners listeners;
    private final Findings findings;
    private final ApplicationLayer application;
    private final ConnectionTable connections;
    private final PacketDecoder decoder = new PacketDecoder();
    private final @Nullable PacketCopies copies;
    private final Map<Integer, Long> undecodedLinkTypes = new TreeMap<>();
    private final boolean decodes;
    private final boolean settles;
    private long packets;
    private long faultyPackets;
    private long firstNanos;
    private long lastNanos;
    private int timestampDigits;
    private int latestInterface;
    private int latestDigits;

    /**
     * Prepares an analysis.
     *
     * @param sinks reports to write; they are finished by {@link #run} and closed by the caller
     * @param others who else listens
     */
    public Analysis(
            AnalysisOptions options, List<? extends ReportSink> sinks, List<? extends AnalysisListener> others) {
        this.options = options;
        this.sinks = List.copyOf(sinks);
        decodes = options.depth().includes(AnalysisDepth.USERS);
        settles = options.depth().includes(AnalysisDepth.MESSAGES);
        boolean judges = options.depth().includes(AnalysisDepth.FINDINGS) || !others.isEmpty();
        copies = judges ? new PacketCopies() : null;
        findings = new Findings(options.stream(), options.checksums());
        List<AnalysisListener> all = new ArrayList<>();
        if (options.depth().includes(AnalysisDepth.FINDINGS)) {
            all.add(findings);
        }
        all.addAll(sinks);
        all.addAll(others);
        listeners = new Listeners(all);
        application = new ApplicationLayer(options.decoders().create(), options.decodeAs(), listeners, options.depth());
        Streams streams = new Streams();
        ReassemblyLimits limits = judges ? options.limits() : options.limits().withoutRecentOctets();
        connections = new ConnectionTable(limits, options.overlap(), streams, streams);
    }

    /** What the capture turned out to be. */
    public record Result(AnalysisSummary summary, List<Finding> findings) {}

    /**
     * Analyzes the source to its end and finishes the sinks.
     *
     * @throws IOException if the source fails or a report cannot be written; what was read before is in the reports
     */
    public Result run(PacketSource source) throws IOException {
        FirstFailure reading = new FirstFailure();
        reading.of(() -> {
            Packet packet = new Packet();
            while (source.next(packet)) {
                take(packet, source);
            }
        });
        reading.of(connections::finish);
        reading.of(application::finish);
        AnalysisSummary summary = summary(source);
        List<Finding> stated = new ArrayList<>();
        if (options.depth().includes(AnalysisDepth.FINDINGS)) {
            reading.of(() -> stated.addAll(findings.conclude(summary)));
        }
        FirstFailure writing = new FirstFailure();
        for (ReportSink sink : sinks) {
            writing.of(() -> sink.finish(summary, List.copyOf(stated)));
        }
        if (reading.failure instanceof IOException unread && writing.failure instanceof IOException unwritten) {
            throw new IOException(unread.getMessage() + "; " + unwritten.getMessage(), unread);
        }
        reading.rethrow();
        writing.rethrow();
        return new Result(summary, List.copyOf(stated));
    }

    /** What failed first; what comes after is done all the same, so that nothing is lost that was already good. */
    private static final class FirstFailure {
        private interface Step {
            void run() throws IOException;
        }

        private @Nullable Throwable failure;

        void of(Step step) {
            try {
                step.run();
            } catch (IOException | RuntimeException | Error failed) {
                failure = failure == null ? failed : failure;
            }
        }

        void rethrow() throws IOException {
            switch (failure) {
                case null -> {}
                case IOException io -> throw io;
                case RuntimeException unexpected -> throw unexpected;
                case Error error -> throw error;
                case Throwable impossible -> throw new AssertionError(impossible);
            }
        }
    }

    private void take(Packet packet, PacketSource source) {
        long now = packet.timestampNanos();
        if (packets == 0 || packet.interfaceId() != latestInterface) {
            latestInterface = packet.interfaceId();
            latestDigits = source.interfaces().get(latestInterface).timestampDigits();
        }
        int digits = latestDigits;
        packet.setTimestampDigits(digits);
        if (packets++ == 0) {
            firstNanos = now;
            lastNanos = now;
            timestampDigits = digits;
            listeners.started(firstNanos, timestampDigits);
        } else if (digits > timestampDigits) {
            timestampDigits = digits;
            listeners.finer(digits);
        }
        lastNanos = Math.max(lastNanos, now);
        if (decodes) {
            application.advanceTo(now);
        }
        DecodedPacket decoded = decoder.decode(packet);
        if (copies != null) {
            decoded.setCopy(copies.find(decoded));
        }
        if (decoded.fault() != null) {
            faultyPackets++;
        }
        if (!LinkHeader.isDecoded(packet.linkType())) {
            undecodedLinkTypes.merge(packet.linkType(), 1L, Long::sum);
        }
        if (!decoded.hasTcp()) {
            takeWithoutSegment(decoded);
            return;
        }
        Segment segment = connections.track(decoded);
        if (!options.wants(segment.connection().index())) {
            return;
        }
        listeners.packet(decoded, segment);
        connections.reassemble(segment);
        if (settles) {
            application.acknowledge(segment);
        }
    }

    private void takeWithoutSegment(DecodedPacket decoded) {
        IcmpError error = decoded.icmpError();
        TcpHeader partial = decoded.partialTcp();
        if (partial != null) {
            PartialSegment segment = connections.trackPartial(decoded, partial);
            if (wants(segment.connection())) {
                listeners.packet(decoded, null);
                listeners.partial(decoded, segment);
            }
            return;
        }
        PartialSegment about = error != null && error.quotesTcp() ? connections.trackQuoted(decoded, error) : null;
        if (!wants(about == null ? null : about.connection())) {
            return;
        }
        listeners.packet(decoded, null);
        if (error != null && about != null) {
            listeners.quoted(decoded, error, about);
        }
    }

    /** What belongs to no connection is wanted where all are. */
    private boolean wants(@Nullable Connection connection) {
        return connection == null ? options.stream().isEmpty() : options.wants(connection.index());
    }

    /** Which limits have been reached until now; for the thread that runs the analysis. */
    public LimitsReached limits() {
        return new LimitsReached(
                connections.evicted(),
                connections.closedEvicted(),
                connections.segmentsNotRemembered(),
                connections.reassemblyLimitsReached(),
                decoder.datagramsGivenUp(),
                application.unrecognised(),
                application.curtailedMessages(),
                application.decoderLimits());
    }

    private AnalysisSummary summary(PacketSource source) {
        return new AnalysisSummary(
                packets,
                firstNanos,
                lastNanos,
                timestampDigits,
                List.copyOf(source.interfaces()),
                source.dropped(),
                source.fault(),
                connections.count(),
                limits(),
                Map.copyOf(undecodedLinkTypes),
                faultyPackets,
                source.relayed().isPresent());
    }

    /** Connections and streams go to the application layer first, so that listeners hear of messages in time. */
    private final class Streams implements StreamListener, ConnectionListener {
        @Override
        public void opened(Connection connection) {
            if (options.wants(connection.index())) {
                listeners.opened(connection);
            }
        }

        @Override
        public void closed(Connection connection) {
            if (options.wants(connection.index())) {
                application.closed(connection);
                listeners.closed(connection);
            }
        }

        @Override
        public void data(Connection connection, Flow flow, StreamData data) {
            listeners.data(connection, flow, data);
            if (decodes) {
                application.data(connection, flow, data);
            }
        }

        @Override
        public void gap(Connection connection, Flow flow, long offset, long length) {
            listeners.gap(connection, flow, offset, length);
            if (decodes) {
                application.gap(connection, flow, offset, length);
            }
        }

        @Override
        public void conflict(Connection connection, Flow flow, OverlapConflict conflict) {
            listeners.conflict(connection, flow, conflict);
        }

        @Override
        public void end(Connection connection, Flow flow, End end) {
            application.end(connection, flow, end);
            listeners.end(connection, flow, end);
        }
    }
}
