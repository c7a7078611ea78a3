package parley.analyzer.findings.transport;

import java.util.List;
import org.jspecify.annotations.Nullable;
import parley.analyzer.app.AnalysisSummary;
import parley.analyzer.app.Message;
import parley.analyzer.findings.Finding;
import parley.analyzer.findings.FindingKind;
import parley.analyzer.findings.Rule;
import parley.analyzer.findings.Subject;
import parley.analyzer.findings.Words;
import parley.analyzer.findings.evidence.Evidence;
import parley.analyzer.findings.evidence.EvidenceLog;
import parley.analyzer.findings.evidence.Field;
import parley.analyzer.findings.evidence.FrameFilter;
import parley.analyzer.findings.evidence.Proof;
import parley.analyzer.tcp.Carrier;
import parley.analyzer.tcp.Connection;
import parley.analyzer.tcp.Segment;
import parley.analyzer.wire.DecodedPacket;

/**
 * Sequence and acknowledgement numbers by an example: the first data that a server sends, which in the chat is the
 * welcome, and the acknowledgement that answers it.
 */
public final class SequenceRule implements Rule {
    private final EvidenceLog log;
    private @Nullable Connection connection;
    private @Nullable Evidence data;
    private @Nullable Evidence answer;
    private boolean isWelcome;
    private long dataFrame;
    private long sequence;
    private int length;
    private long acknowledgment;

    public SequenceRule(EvidenceLog log) {
        this.log = log;
    }

    @Override
    public void packet(DecodedPacket packet, @Nullable Segment segment) {
        if (segment == null || answer != null) {
            return;
        }
        if (data == null) {
            if (isFirstData(segment)) {
                follow(segment.connection(), Carrier.of(segment));
            }
        } else if (segment.connection() == connection
                && segment.isFromClient()
                && segment.isAck()
                && segment.acknowledgment() >= sequence + length) {
            answer(segment);
        }
    }

    /** Of a connection whose handshake was seen, so that the number is what the server counts from. */
    private static boolean isFirstData(Segment segment) {
        return segment.length() > 0
                && segment.sequence() == 1
                && !segment.isFromClient()
                && segment.connection().handshake().synAckFrame() > 0;
    }

    /** The first welcome is the example to be had, whatever other servers have said before. */
    @Override
    public void decoded(Message message) {
        if (isWelcome
                || !message.kind().equals("welcome")
                || message.bytes() != message.first().length()) {
            return;
        }
        isWelcome = true;
        if (message.first().frame() != dataFrame) {
            answer = null;
            follow(message.connection(), message.first());
        }
    }

    private void follow(Connection example, Carrier segment) {
        connection = example;
        dataFrame = segment.frame();
        sequence = segment.sequence();
        length = segment.length();
        FrameFilter filter = Field.STREAM
                .is(example.index())
                .and(Field.SOURCE_PORT.is(example.server().endpoint().port()))
                .and(Field.SEQUENCE.is(sequence))
                .and(Field.LENGTH.is(length));
        data = log.collect(filter, dataFrame);
    }

    private void answer(Segment segment) {
        acknowledgment = segment.acknowledgment();
        FrameFilter filter = Field.STREAM
                .is(segment.connection().index())
                .and(Field.DESTINATION_PORT.is(segment.header().destinationPort()))
                .and(Field.SEQUENCE.is(segment.sequence()))
                .and(Field.ACKNOWLEDGMENT.is(acknowledgment))
                .and(Field.LENGTH.is(segment.length()));
        answer = log.collect(filter, dataFrame);
    }

    @Override
    public List<Finding> conclude(AnalysisSummary summary) {
        Evidence sent = data;
        Evidence acknowledged = answer;
        Connection example = connection;
        if (sent == null || acknowledged == null || example == null) {
            return List.of(
                    Proof.noneSeen(FindingKind.SEQUENCE_EXAMPLE, "first data of a server and its acknowledgement"));
        }
        Proof proof = log.proof(List.of(sent, acknowledged), sent.filter().or(acknowledged.filter()));
        String sum = sequence + " + " + length + " = " + (sequence + length);
        String answered = acknowledgment == sequence + length
                ? "the client answers with Ack " + acknowledgment + ", for " + sum
                        + " is the number that it expects next"
                : "the client's Ack " + acknowledgment + " covers them and more, " + sum
                        + " being the least that it could say";
        String statement = "On connection " + example.index() + (isWelcome ? " the welcome's " : " the server's first ")
                + Words.count(length, "byte") + " have Seq " + sequence + "; " + answered + ".";
        return List.of(proof.state(
                FindingKind.SEQUENCE_EXAMPLE, new Subject.OfConnection(example.index()), statement, acknowledgment));
    }
}
