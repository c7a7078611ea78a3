package parley.analyzer.findings.evidence;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import parley.analyzer.app.AnalysisListener;
import parley.analyzer.findings.FrameSet;
import parley.analyzer.findings.Words;
import parley.analyzer.findings.evidence.FrameFilter.Octets;
import parley.analyzer.tcp.Connection;
import parley.analyzer.tcp.Segment;
import parley.analyzer.wire.DecodedPacket;
import parley.analyzer.wire.Quoting;

/**
 * Collects the frames that meet filters. A filter may come after frames that meet it, as long as these are among the
 * last {@value #REMEMBERED}: what is older makes the {@link Evidence} incomplete, and incomplete evidence proves
 * nothing. So does evidence of octets when all of it together would list more than {@value #LISTED} frames.
 */
public final class EvidenceLog implements AnalysisListener {
    /** Frames that are remembered. */
    static final int REMEMBERED = 1 << 14;

    /** Frame numbers that evidence of octets may list, all of it together. */
    static final int LISTED = 1 << 20;

    private final Frame[] recent = new Frame[REMEMBERED];
    /** Evidence in any stream: what only frames with {@link Frame#RARE} traits meet, and the rest. */
    private final List<Evidence> rare = new ArrayList<>();

    private final List<Evidence> everywhere = new ArrayList<>();
    private final StreamTable byStream = new StreamTable();
    private final @Nullable FrameFilter scope;
    private long seen;
    private int listed;
    private long givenUp;
    private boolean keepAliveOctets;
    private final Set<Quoting> quoting = EnumSet.noneOf(Quoting.class);

    /** @param stream the one stream whose frames are analyzed; empty for all frames */
    public EvidenceLog(OptionalLong stream) {
        this.scope = stream.isPresent() ? Field.STREAM.is(stream.getAsLong()) : null;
    }

    /** Takes a frame in; to be called before any rule hears of it. */
    @Override
    public void packet(DecodedPacket packet, @Nullable Segment segment) {
        long place = seen;
        int at = (int) (place % REMEMBERED);
        Frame frame = recent[at];
        if (frame == null) {
            frame = new Frame();
            recent[at] = frame;
        }
        seen++;
        frame.set(packet, segment);
        Quoting quotes = packet.quoting();
        if (quotes != null) {
            quoting.add(quotes);
        }
        keepAliveOctets |= frame.hasAll(Frame.DATA | Frame.KEEP_ALIVE);
        offer(everywhere, frame);
        if ((frame.traits & Frame.RARE) != 0) {
            offer(rare, frame);
        }
        if (frame.hasAll(Frame.TCP)) {
            StreamEvidence ofStream =
                    frame.hasAll(Frame.DATA) ? byStream.getOrAdd(frame.stream) : byStream.get(frame.stream);
            if (ofStream != null) {
                ofStream.take(frame, place);
            }
        }
    }

    private static void offer(List<Evidence> evidence, Frame frame) {
        for (int i = 0; i < evidence.size(); i++) {
            evidence.get(i).offer(frame);
        }
    }

    /** Nothing more is to come of the stream: its evidence is what it is. */
    @Override
    public void closed(Connection connection) {
        byStream.remove(connection.index());
    }

    /**
     * What statements about all packets say where some quote others, whose headers no filter can tell from a packet's
     * own: for instance {@code  besides ICMP}, else nothing.
     */
    public String besideQuotes() {
        List<String> titles = quoting.stream().map(Quoting::title).distinct().toList();
        return titles.isEmpty() ? "" : " besides " + Words.list(titles);
    }

    /** Collects from the capture's first frame on. */
    public Evidence collect(FrameFilter filter) {
        return collect(filter, seen <= REMEMBERED);
    }

    /** Collects from a frame on before which none can meet the filter. */
    public Evidence collect(FrameFilter filter, long sinceFrame) {
        return collect(filter, seen <= REMEMBERED || oldest().number <= sinceFrame);
    }

    /** Collects from a connection's first frame on. */
    public Evidence collect(FrameFilter filter, Connection connection) {
        return collect(filter, connection.firstFrame());
    }

    private Frame oldest() {
        return recent[(int) (seen % REMEMBERED)];
    }

    private Evidence collect(FrameFilter filter, boolean complete) {
        Evidence evidence = new Evidence(this, filter, complete);
        if (!complete) {
            return evidence;
        }
        StreamEvidence known = byStream.get(filter.stream());
        Octets octets = filter.octets();
        if (octets != null && known != null) {
            offerRemembered(evidence, octets, known.sender(octets.port()));
        } else {
            for (long place = forgotten(); place < seen; place++) {
                evidence.offer(at(place));
            }
        }
        if (filter.stream() == FrameFilter.ANY_STREAM) {
            (filter.isRare() ? rare : everywhere).add(evidence);
        } else {
            byStream.getOrAdd(filter.stream()).add(evidence);
        }
        return evidence;
    }

    /** Goes back to where the sender first reached the octets. */
    private void offerRemembered(Evidence evidence, Octets octets, SenderEvidence sender) {
        Deque<Frame> latestFirst = new ArrayDeque<>();
        long place = sender.latest();
        while (place >= forgotten() && at(place).highestSequence > octets.start()) {
            latestFirst.add(at(place));
            place = at(place).previous;
        }
        latestFirst.descendingIterator().forEachRemaining(evidence::offer);
    }

    /** How many frames are not remembered any more, which is the place of the first that is. */
    private long forgotten() {
        return Math.max(0, seen - REMEMBERED);
    }

    private Frame at(long place) {
        return recent[(int) (place % REMEMBERED)];
    }

    /** Whether evidence of octets may list so many frames more. */
    boolean mayList(int more) {
        if (listed + more > LISTED) {
            givenUp++;
            return false;
        }
        listed += more;
        return true;
    }

    void unlist(int fewer) {
        listed -= fewer;
    }

    /** Evidence that was given up because all together listed too many frames. */
    public long givenUp() {
        return givenUp;
    }

    /** Lets go of evidence that nothing will be stated of: it grows no more. */
    public void release(Evidence evidence) {
        unlist(evidence.listed());
        long stream = evidence.filter().stream();
        if (stream == FrameFilter.ANY_STREAM) {
            (evidence.filter().isRare() ? rare : everywhere).remove(evidence);
            return;
        }
        StreamEvidence ofStream = byStream.get(stream);
        if (ofStream != null) {
            ofStream.remove(evidence);
        }
    }

    /** Frames that are known to be those that meet the filter; nothing where there are none. Asked at the end. */
    public Proof proof(FrameSet frames, FrameFilter filter) {
        if (frames.isEmpty()) {
            return Proof.NONE;
        }
        boolean unscoped = scope != null && filter.stream() == FrameFilter.ANY_STREAM;
        FrameFilter scoped = unscoped && scope != null ? scope.and(filter) : filter;
        return new Proof(frames, scoped.besides(quoting, keepAliveOctets).toString());
    }

    /** The frames of all the evidence with a filter that says the same as theirs joined by {@code ||}. */
    public Proof proof(List<Evidence> parts, FrameFilter filter) {
        if (!parts.stream().allMatch(Evidence::isComplete)) {
            return Proof.NONE;
        }
        FrameSet frames = new FrameSet();
        parts.forEach(part -> frames.addAll(part.frames()));
        return proof(frames, filter);
    }
}
