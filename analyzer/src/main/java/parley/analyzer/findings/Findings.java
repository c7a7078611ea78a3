package parley.analyzer.findings;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import parley.analyzer.app.AnalysisListener;
import parley.analyzer.app.AnalysisSummary;
import parley.analyzer.app.Message;
import parley.analyzer.findings.application.ExitRule;
import parley.analyzer.findings.application.MenuRule;
import parley.analyzer.findings.application.MessageFrames;
import parley.analyzer.findings.application.MessageKindRule;
import parley.analyzer.findings.application.OfflineRule;
import parley.analyzer.findings.application.PrivateChatRule;
import parley.analyzer.findings.application.RecipientRule;
import parley.analyzer.findings.application.RefusedNameRule;
import parley.analyzer.findings.application.UserRule;
import parley.analyzer.findings.application.WelcomeRule;
import parley.analyzer.findings.capture.CaptureRule;
import parley.analyzer.findings.capture.DecoderRule;
import parley.analyzer.findings.capture.FaultyPacketRule;
import parley.analyzer.findings.capture.GapRule;
import parley.analyzer.findings.evidence.EvidenceLog;
import parley.analyzer.findings.network.AddressRule;
import parley.analyzer.findings.network.FragmentationRule;
import parley.analyzer.findings.network.ProtocolRule;
import parley.analyzer.findings.network.TimeToLiveRule;
import parley.analyzer.findings.transport.CloseRule;
import parley.analyzer.findings.transport.HandshakeRule;
import parley.analyzer.findings.transport.PortRule;
import parley.analyzer.findings.transport.PushRule;
import parley.analyzer.findings.transport.RecoveryRule;
import parley.analyzer.findings.transport.SegmentSizeRule;
import parley.analyzer.findings.transport.SequenceRule;
import parley.analyzer.tcp.Connection;
import parley.analyzer.tcp.Flow;
import parley.analyzer.tcp.Segment;
import parley.analyzer.tcp.StreamData;
import parley.analyzer.tcp.StreamListener;
import parley.analyzer.wire.DecodedPacket;

/** All the rules, in the order in which their findings are told. Belongs to the thread that owns the analysis. */
public final class Findings implements AnalysisListener {
    private final List<AnalysisListener> listeners = new ArrayList<>();
    private final List<Rule> rules;

    /**
     * The findings of an analysis that has not begun.
     *
     * @param stream the one connection that is analyzed, by its number; empty for all
     */
    public Findings(OptionalLong stream) {
        EvidenceLog log = new EvidenceLog(stream);
        MessageFrames frames = new MessageFrames(log);
        rules = List.of(
                new WelcomeRule(log, frames),
                new UserRule(frames),
                new RefusedNameRule(frames),
                new MenuRule(frames),
                new MessageKindRule(log),
                new RecipientRule(frames),
                new PrivateChatRule(frames),
                new OfflineRule(frames),
                new ExitRule(frames),
                new HandshakeRule(log),
                new PushRule(log),
                new SequenceRule(log),
                new PortRule(log),
                new RecoveryRule(log),
                new SegmentSizeRule(log),
                new CloseRule(log),
                new ProtocolRule(log),
                new AddressRule(log),
                new TimeToLiveRule(log),
                new FragmentationRule(log),
                new CaptureRule(log),
                new FaultyPacketRule(),
                new GapRule(),
                new DecoderRule());
        listeners.add(log);
        listeners.add(frames);
        listeners.addAll(rules);
    }

    /** What is true of the capture, by layer. Called once, when the analysis has ended. */
    public List<Finding> conclude(AnalysisSummary summary) {
        List<Finding> findings = new ArrayList<>();
        rules.forEach(rule -> findings.addAll(rule.conclude(summary)));
        return List.copyOf(findings);
    }

    private void tell(Consumer<AnalysisListener> event) {
        listeners.forEach(event);
    }

    @Override
    public void packet(DecodedPacket packet, @Nullable Segment segment) {
        for (int i = 0; i < listeners.size(); i++) {
            listeners.get(i).packet(packet, segment);
        }
    }

    @Override
    public void opened(Connection connection) {
        tell(listener -> listener.opened(connection));
    }

    @Override
    public void closed(Connection connection) {
        tell(listener -> listener.closed(connection));
    }

    @Override
    public void data(Connection connection, Flow flow, StreamData data) {
        tell(listener -> listener.data(connection, flow, data));
    }

    @Override
    public void gap(Connection connection, Flow flow, long offset, long length) {
        tell(listener -> listener.gap(connection, flow, offset, length));
    }

    @Override
    public void end(Connection connection, Flow flow, StreamListener.End end) {
        tell(listener -> listener.end(connection, flow, end));
    }

    @Override
    public void decoded(Message message) {
        tell(listener -> listener.decoded(message));
    }

    @Override
    public void settled(Message message) {
        tell(listener -> listener.settled(message));
    }

    @Override
    public void identified(Connection connection, String user, long timestampNanos) {
        tell(listener -> listener.identified(connection, user, timestampNanos));
    }

    @Override
    public void decoderFailed(Connection connection, String decoder, long frame, String reason) {
        tell(listener -> listener.decoderFailed(connection, decoder, frame, reason));
    }
}
