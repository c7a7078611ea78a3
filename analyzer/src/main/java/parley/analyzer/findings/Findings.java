package parley.analyzer.findings;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import parley.analyzer.app.AnalysisListener;
import parley.analyzer.app.AnalysisSummary;
import parley.analyzer.app.ListenerGroup;
import parley.analyzer.findings.application.DelayedMessageRule;
import parley.analyzer.findings.application.EvidenceLimitRule;
import parley.analyzer.findings.application.ExitRule;
import parley.analyzer.findings.application.MenuRule;
import parley.analyzer.findings.application.MessageFrames;
import parley.analyzer.findings.application.MessageKindRule;
import parley.analyzer.findings.application.MessageSegmentsRule;
import parley.analyzer.findings.application.OfflineRule;
import parley.analyzer.findings.application.OnlineRule;
import parley.analyzer.findings.application.PrivateChatRule;
import parley.analyzer.findings.application.RecipientRule;
import parley.analyzer.findings.application.RefusedNameRule;
import parley.analyzer.findings.application.ServerReadingRule;
import parley.analyzer.findings.application.UserRule;
import parley.analyzer.findings.application.WelcomeRule;
import parley.analyzer.findings.capture.ArtefactRule;
import parley.analyzer.findings.capture.CaptureRule;
import parley.analyzer.findings.capture.ChecksumRule;
import parley.analyzer.findings.capture.DecoderRule;
import parley.analyzer.findings.capture.FaultyPacketRule;
import parley.analyzer.findings.capture.GapRule;
import parley.analyzer.findings.capture.OneDirectionRule;
import parley.analyzer.findings.capture.UnreadTrafficRule;
import parley.analyzer.findings.evidence.EvidenceLog;
import parley.analyzer.findings.network.AddressRule;
import parley.analyzer.findings.network.FragmentationRule;
import parley.analyzer.findings.network.IcmpErrorRule;
import parley.analyzer.findings.network.OffloadRule;
import parley.analyzer.findings.network.PathMtuRule;
import parley.analyzer.findings.network.ProtocolRule;
import parley.analyzer.findings.network.TimeToLiveRule;
import parley.analyzer.findings.transport.CloseRule;
import parley.analyzer.findings.transport.DelayedAckRule;
import parley.analyzer.findings.transport.FlowControlRule;
import parley.analyzer.findings.transport.HandshakeRule;
import parley.analyzer.findings.transport.OverlapRule;
import parley.analyzer.findings.transport.PortRule;
import parley.analyzer.findings.transport.PushRule;
import parley.analyzer.findings.transport.RecoveryRule;
import parley.analyzer.findings.transport.RelayRule;
import parley.analyzer.findings.transport.ReopenedRule;
import parley.analyzer.findings.transport.SegmentSizeRule;
import parley.analyzer.findings.transport.SelfConnectionRule;
import parley.analyzer.findings.transport.SequenceRule;
import parley.analyzer.findings.transport.StallRule;
import parley.analyzer.findings.transport.SynRule;

/** All the rules, in the order in which their findings are told. Belongs to the thread that owns the analysis. */
public final class Findings extends ListenerGroup {
    private final List<Rule> rules;

    /**
     * The findings of an analysis that has not begun.
     *
     * @param stream the one connection that is analyzed, by its number; empty for all
     * @param checksums whether checksums are verified
     */
    public Findings(OptionalLong stream, boolean checksums) {
        EvidenceLog log = new EvidenceLog(stream);
        MessageFrames frames = new MessageFrames(log);
        List<Rule> all = new ArrayList<>(rules(log, frames, stream));
        if (stream.isEmpty()) {
            all.add(new UnreadTrafficRule());
        }
        if (checksums) {
            all.add(new ChecksumRule());
        }
        // The rules ask the log, which therefore listens first.
        List<AnalysisListener> members = new ArrayList<>(List.of(log));
        members.addAll(all);
        super(members);
        rules = List.copyOf(all);
    }

    private static List<Rule> rules(EvidenceLog log, MessageFrames frames, OptionalLong stream) {
        return List.of(
                new WelcomeRule(log, frames),
                new UserRule(frames),
                new RefusedNameRule(frames),
                new OnlineRule(frames),
                new MenuRule(frames),
                new MessageKindRule(log),
                new RecipientRule(frames),
                new PrivateChatRule(frames),
                new OfflineRule(frames),
                new ServerReadingRule(frames),
                new ExitRule(frames),
                new RelayRule(),
                new SelfConnectionRule(log),
                new ReopenedRule(),
                new HandshakeRule(log),
                new SynRule(log),
                new PushRule(log),
                new SequenceRule(log),
                new PortRule(log),
                new DelayedAckRule(log),
                new MessageSegmentsRule(log, frames),
                new RecoveryRule(log),
                new DelayedMessageRule(frames),
                new OverlapRule(log),
                new FlowControlRule(log),
                new StallRule(),
                new SegmentSizeRule(log),
                new CloseRule(log),
                new ProtocolRule(log),
                new AddressRule(log),
                new TimeToLiveRule(log),
                new FragmentationRule(log),
                new OffloadRule(log),
                new IcmpErrorRule(stream),
                new PathMtuRule(),
                new CaptureRule(log),
                new ArtefactRule(),
                new OneDirectionRule(),
                new EvidenceLimitRule(frames),
                new FaultyPacketRule(),
                new GapRule(),
                new DecoderRule());
    }

    /** What is true of the capture, by layer. Called once, when the analysis has ended. */
    public List<Finding> conclude(AnalysisSummary summary) {
        List<Finding> findings = new ArrayList<>();
        rules.forEach(rule -> findings.addAll(rule.conclude(summary)));
        return List.copyOf(findings);
    }
}
