package parley.analyzer.findings.evidence;

import java.util.ArrayList;
import java.util.List;
import parley.analyzer.findings.evidence.FrameFilter.Octets;

/** The evidence that frames of one stream are offered to. */
final class StreamEvidence {
    private final List<Evidence> conditions = new ArrayList<>();
    private final List<SenderEvidence> senders = new ArrayList<>(2);

    /** Takes a frame of the stream. */
    void take(Frame frame, long place) {
        for (int i = 0; i < conditions.size(); i++) {
            conditions.get(i).offer(frame);
        }
        if (frame.hasAll(Frame.DATA)) {
            SenderEvidence sender = sender(frame.sourcePort);
            sender.take(frame, place);
            sender.offer(frame);
        }
    }

    /** The one that sends from the port, or the two where both have the same. */
    SenderEvidence sender(int port) {
        for (int i = 0; i < senders.size(); i++) {
            if (senders.get(i).port() == port) {
                return senders.get(i);
            }
        }
        SenderEvidence sender = new SenderEvidence(port);
        senders.add(sender);
        return sender;
    }

    void add(Evidence evidence) {
        Octets octets = evidence.filter().octets();
        if (octets == null) {
            conditions.add(evidence);
        } else {
            sender(octets.port()).add(evidence, octets);
        }
    }

    void remove(Evidence evidence) {
        Octets octets = evidence.filter().octets();
        if (octets == null) {
            conditions.remove(evidence);
        } else {
            sender(octets.port()).remove(evidence, octets);
        }
    }
}
