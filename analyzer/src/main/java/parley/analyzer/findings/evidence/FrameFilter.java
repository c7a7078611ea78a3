package parley.analyzer.findings.evidence;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import parley.analyzer.wire.IpAddress;
import parley.analyzer.wire.Quoting;

/** A condition on frames that reads as a Wireshark display filter and selects what Wireshark selects by it. */
public final class FrameFilter {
    private enum Form {
        CONDITION,
        CONJUNCTION,
        DISJUNCTION
    }

    /** Where the octets lie that the frames which meet the filter carry; {@code end} is behind the last. */
    record Octets(int port, long start, long end) {}

    /** {@link #stream} of a filter that may be met in more than one stream. */
    static final long ANY_STREAM = -1;

    /** Milliseconds from which on an acknowledgement is late. */
    public static final int LATE_ACK_MILLIS = 30;

    private static final long LATE_ACK_NANOS = LATE_ACK_MILLIS * 1_000_000L;

    public static final FrameFilter RETRANSMISSION = judged("retransmission", Frame.RETRANSMISSION);
    public static final FrameFilter OUT_OF_ORDER = judged("out_of_order", Frame.OUT_OF_ORDER);
    public static final FrameFilter LOST_SEGMENT = judged("lost_segment", Frame.LOST_SEGMENT);
    public static final FrameFilter ZERO_WINDOW = judged("zero_window", Frame.ZERO_WINDOW);
    public static final FrameFilter KEEP_ALIVE = judged("keep_alive", Frame.KEEP_ALIVE);

    public static final FrameFilter DUPLICATE_ACK = judged("duplicate_ack", Frame.DUPLICATE_ACK);

    /** Segments that acknowledge another one {@value #LATE_ACK_MILLIS} ms or more after it. */
    public static final FrameFilter LATE_ACK =
            condition("tcp.analysis.ack_rtt>=0.03", Frame.TCP, f -> f.ackRttNanos >= LATE_ACK_NANOS);

    /** Segments against which Wireshark's analysis has nothing to say: not sent again, no duplicate, no probe. */
    public static final FrameFilter UNFLAGGED =
            condition("!tcp.analysis.flags", 0, f -> !f.hasAll(Frame.TCP | Frame.FLAGGED));

    public static final FrameFilter FRAGMENT = new FrameFilter(
            Form.DISJUNCTION,
            "ip.flags.mf==1 || ip.frag_offset>0 || ipv6.fraghdr.more==1 || ipv6.fraghdr.offset>0",
            Frame.FRAGMENT,
            null,
            ANY_STREAM,
            true);

    /** Frames of which the capture does not have all octets. */
    public static final FrameFilter SNAPPED =
            new FrameFilter(Form.CONDITION, "frame.cap_len < frame.len", Frame.SNAPPED, null, ANY_STREAM, false);

    private final Form form;
    private final String text;
    /** What a frame must have to meet it; {@link #test} is asked of those alone. */
    private final int traits;

    /** Null where the traits say it all. */
    private final @Nullable Predicate<Frame> test;

    private final long stream;
    /** Whether only frames with some of {@link Frame#RARE} meet it. */
    private final boolean rare;

    private final boolean asksHeaders;
    /** Whether no keep-alive meets it, though the text does not say so. */
    private final boolean dataAlone;

    private final @Nullable Octets octets;

    private FrameFilter(
            Form form, String text, int traits, @Nullable Predicate<Frame> test, long stream, boolean asksHeaders) {
        this(form, text, traits, test, stream, (traits & Frame.RARE) != 0, asksHeaders, false, null);
    }

    private FrameFilter(
            Form form,
            String text,
            int traits,
            @Nullable Predicate<Frame> test,
            long stream,
            boolean rare,
            boolean asksHeaders,
            boolean dataAlone,
            @Nullable Octets octets) {
        this.form = form;
        this.text = text;
        this.traits = traits;
        this.test = test;
        this.stream = stream;
        this.rare = rare;
        this.asksHeaders = asksHeaders;
        this.dataAlone = dataAlone;
        this.octets = octets;
    }

    private static FrameFilter judged(String field, int trait) {
        return condition("tcp.analysis." + field, Frame.TCP | trait);
    }

    /** A condition that frames of these traits meet, and no other. */
    static FrameFilter condition(String text, int traits) {
        return new FrameFilter(Form.CONDITION, text, traits, null, ANY_STREAM, true);
    }

    static FrameFilter condition(String text, int traits, Predicate<Frame> test) {
        return new FrameFilter(Form.CONDITION, text, traits, test, ANY_STREAM, true);
    }

    /** The same filter, known to be met by frames of that stream alone. */
    FrameFilter within(long only) {
        return new FrameFilter(form, text, traits, test, only, asksHeaders);
    }

    private FrameFilter carrying(Octets only) {
        return new FrameFilter(form, text, traits, test, stream, rare, asksHeaders, dataAlone, only);
    }

    public static FrameFilter source(IpAddress address) {
        return condition(family(address) + ".src==" + address, trait(address), f -> f.comesFrom(address));
    }

    public static FrameFilter destination(IpAddress address) {
        return condition(family(address) + ".dst==" + address, trait(address), f -> f.goesTo(address));
    }

    private static int trait(IpAddress address) {
        return address.version() == 4 ? Frame.IPV4 : Frame.IPV6;
    }

    private static String family(IpAddress address) {
        return address.version() == 4 ? "ip" : "ipv6";
    }

    /** Frames of any of the streams, {@code tcp.stream in {0..3,7}}. */
    public static FrameFilter streams(long... indexes) {
        long[] sorted = Arrays.stream(indexes).sorted().distinct().toArray();
        if (sorted.length == 1) {
            return Field.STREAM.is(sorted[0]);
        }
        StringBuilder set = new StringBuilder("tcp.stream in {");
        for (int i = 0; i < sorted.length; i++) {
            int first = i;
            while (i + 1 < sorted.length && sorted[i + 1] == sorted[i] + 1) {
                i++;
            }
            set.append(first == 0 ? "" : ",").append(sorted[first]);
            if (i > first) {
                set.append("..").append(sorted[i]);
            }
        }
        return condition(set.append('}').toString(), Frame.TCP, f -> Arrays.binarySearch(sorted, f.stream) >= 0);
    }

    /**
     * Segments with data of which some lie in a range of sequence numbers.
     *
     * @param port of who sends them
     * @param start relative sequence number of the first octet
     * @param end relative sequence number behind the last octet
     * @param since the frame before which the numbers were those of another conversation; 0 where there was none
     */
    public static FrameFilter octets(long stream, int port, long start, long end, long since) {
        FrameFilter ofStream = Field.STREAM.is(stream);
        return (since == 0 ? ofStream : ofStream.and(Field.NUMBER.isAbove(since)))
                .and(Field.SOURCE_PORT.is(port))
                .and(Field.LENGTH.isAbove(0))
                .and(Field.SEQUENCE.isBelow(end))
                .and(Field.NEXT_SEQUENCE.isAbove(start))
                .carrying(new Octets(port, start, end));
    }

    /** Frames that meet both. */
    public FrameFilter and(FrameFilter other) {
        return new FrameFilter(
                Form.CONJUNCTION,
                operand(Form.CONJUNCTION) + " && " + other.operand(Form.CONJUNCTION),
                traits | other.traits,
                both(test, other.test),
                stream == ANY_STREAM ? other.stream : stream,
                rare || other.rare,
                asksHeaders || other.asksHeaders,
                dataAlone || other.dataAlone,
                null);
    }

    private static @Nullable Predicate<Frame> both(@Nullable Predicate<Frame> one, @Nullable Predicate<Frame> other) {
        return one == null ? other : other == null ? one : one.and(other);
    }

    /** Frames that meet one or both. */
    public FrameFilter or(FrameFilter other) {
        return new FrameFilter(
                Form.DISJUNCTION,
                operand(Form.DISJUNCTION) + " || " + other.operand(Form.DISJUNCTION),
                traits & other.traits,
                f -> matches(f) || other.matches(f),
                stream == other.stream ? stream : ANY_STREAM,
                rare && other.rare,
                asksHeaders || other.asksHeaders,
                dataAlone || other.dataAlone,
                null);
    }

    /** The segments with data of those that meet it: the octet that a keep-alive may have is none (RFC 9293 section 3.8.4). */
    public FrameFilter ofData() {
        Predicate<Frame> noKeepAlive = f -> !f.hasAll(Frame.KEEP_ALIVE);
        return new FrameFilter(form, text, traits, both(test, noKeepAlive), stream, rare, asksHeaders, true, octets);
    }

    /** Frames that meet any of at least one filter. */
    public static FrameFilter any(List<FrameFilter> filters) {
        return filters.stream().reduce(FrameFilter::or).orElseThrow();
    }

    private String operand(Form outer) {
        return form == Form.CONDITION || form == outer ? text : "(" + text + ")";
    }

    boolean matches(Frame frame) {
        return frame.hasAll(traits)
                && (stream == ANY_STREAM || frame.stream == stream)
                && (test == null || test.test(frame));
    }

    /** Whether only frames with some of {@link Frame#RARE} meet it. */
    boolean isRare() {
        return rare;
    }

    /** The one stream whose frames may meet it, or {@link #ANY_STREAM}. */
    long stream() {
        return stream;
    }

    /** The octets of {@link #stream} of which its frames carry some; null of other conditions. */
    @Nullable
    Octets octets() {
        return octets;
    }

    /** As it selects the same frames in a capture with packets that quote others, or with keep-alives that have an octet. */
    FrameFilter besides(Set<Quoting> quoting, boolean keepAliveOctets) {
        FrameFilter filter = dataAlone && keepAliveOctets ? and(condition("!tcp.analysis.keep_alive", 0)) : this;
        if (asksHeaders) {
            for (Quoting protocol : quoting) {
                filter = filter.and(condition("!" + protocol.filter(), 0));
            }
        }
        return filter;
    }

    /** The display filter. */
    @Override
    public String toString() {
        return text;
    }
}
