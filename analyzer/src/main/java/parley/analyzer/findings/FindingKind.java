package parley.analyzer.findings;

import static parley.analyzer.findings.Finding.Layer.APPLICATION;
import static parley.analyzer.findings.Finding.Layer.CAPTURE;
import static parley.analyzer.findings.Finding.Layer.NETWORK;
import static parley.analyzer.findings.Finding.Layer.TRANSPORT;
import static parley.analyzer.findings.Finding.Severity.INFO;
import static parley.analyzer.findings.Finding.Severity.NOTE;
import static parley.analyzer.findings.Finding.Severity.WARNING;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import parley.analyzer.findings.Finding.Layer;
import parley.analyzer.findings.Finding.Severity;

/**
 * The catalogue of findings: all that can be stated of a capture, in the order in which it is told. What a kind is in words is
 * in {@code catalogue.txt}.
 */
public enum FindingKind {
    SERVER_IDENTITY(APPLICATION, INFO),
    NOT_THIS_CHAT(APPLICATION, WARNING),
    WELCOME_SIZE(APPLICATION, INFO),
    PROMPT(APPLICATION, INFO),
    USER_IDENTITY(APPLICATION, INFO),
    USERS(APPLICATION, INFO),
    NAME_REFUSED(APPLICATION, NOTE, "names-refused"),
    ONLINE(APPLICATION, INFO),
    MENU(APPLICATION, INFO),
    MESSAGES_BY_KIND(APPLICATION, INFO),
    RECIPIENTS(APPLICATION, INFO),
    PRIVATE_CHAT(APPLICATION, INFO, "private-chats"),
    PRIVATE_CHAT_REJECTED(APPLICATION, NOTE, "private-chats-rejected"),
    REQUEST_UNANSWERED(APPLICATION, NOTE, "requests-unanswered"),
    MESSAGE_TO_OFFLINE(APPLICATION, NOTE, "messages-to-offline"),
    LINES_JOINED(APPLICATION, WARNING, "lines-joined-more"),
    LINES_CUT(APPLICATION, WARNING),
    EXITS(APPLICATION, INFO),
    RELAYED(TRANSPORT, NOTE),
    SELF_CONNECTION(TRANSPORT, WARNING),
    CONNECTION_REOPENED(TRANSPORT, NOTE),
    HANDSHAKE(TRANSPORT, INFO),
    HANDSHAKES_COMPLETE(TRANSPORT, INFO),
    CAPTURE_POINT(TRANSPORT, INFO),
    HANDSHAKES_INCOMPLETE(TRANSPORT, NOTE),
    HANDSHAKES_NOT_CAPTURED(TRANSPORT, NOTE),
    HANDSHAKES_REPEATED(TRANSPORT, NOTE),
    HANDSHAKE_OPTIONS(TRANSPORT, INFO),
    PUSH_SHARE(TRANSPORT, INFO),
    UNPUSHED(TRANSPORT, INFO),
    SEQUENCE_EXAMPLE(TRANSPORT, INFO),
    PORT_MAP(TRANSPORT, INFO, "port-map-more"),
    DELAYED_ACKS(TRANSPORT, INFO),
    MESSAGE_BOUNDARIES(TRANSPORT, INFO),
    MESSAGES_SPLIT(TRANSPORT, INFO),
    SEGMENTS_SHARED(TRANSPORT, INFO),
    RETRANSMISSIONS(TRANSPORT, NOTE),
    DELAYED_MESSAGE(TRANSPORT, NOTE),
    DELAYED_MESSAGES(TRANSPORT, NOTE),
    OUT_OF_ORDER(TRANSPORT, NOTE),
    LOST_SEGMENTS(TRANSPORT, NOTE),
    DUPLICATE_ACKS(TRANSPORT, INFO),
    OVERLAP_CONFLICT(TRANSPORT, WARNING),
    OVERLAP_CONFLICTS(TRANSPORT, WARNING),
    ZERO_WINDOWS(TRANSPORT, NOTE),
    WINDOW_STALLS(TRANSPORT, NOTE),
    NAGLE_STALLS(TRANSPORT, NOTE),
    KEEP_ALIVES(TRANSPORT, INFO),
    SEGMENT_SIZES(TRANSPORT, INFO),
    CLOSE(TRANSPORT, INFO),
    CLOSES(TRANSPORT, INFO),
    PROTOCOL(NETWORK, INFO),
    ADDRESSES(NETWORK, INFO, "addresses-more"),
    TTL(NETWORK, INFO, "ttl-more"),
    FRAGMENTATION(NETWORK, NOTE),
    LARGEST_DATAGRAM(NETWORK, INFO),
    OFFLOAD_SIZED(NETWORK, NOTE),
    DONT_FRAGMENT(NETWORK, INFO),
    FRAGMENTS_CONTRADICT(NETWORK, WARNING),
    ICMP_ERROR(NETWORK, NOTE),
    PATH_MTU(NETWORK, NOTE),
    ONE_DIRECTION(CAPTURE, WARNING),
    CAPTURE_FAULT(CAPTURE, WARNING),
    PACKETS_DROPPED(CAPTURE, WARNING),
    PACKETS_SNAPPED(CAPTURE, WARNING),
    PACKETS_CAPTURED_TWICE(CAPTURE, NOTE),
    PACKETS_MISPLACED(CAPTURE, NOTE),
    PACKETS_UNTIMED(CAPTURE, WARNING),
    LINK_TYPE_UNDECODED(CAPTURE, WARNING),
    NO_TCP(CAPTURE, WARNING),
    TUNNEL_UNREAD(CAPTURE, NOTE),
    OTHER_TRAFFIC(CAPTURE, INFO),
    AGGREGATE_UNREAD(CAPTURE, WARNING),
    LIMIT_CONNECTIONS(CAPTURE, WARNING),
    LIMIT_CLOSED_CONNECTIONS(CAPTURE, NOTE),
    LIMIT_SEGMENTS(CAPTURE, NOTE),
    LIMIT_REASSEMBLY(CAPTURE, WARNING),
    LIMIT_FRAGMENTS(CAPTURE, WARNING),
    LIMIT_RECOGNITION(CAPTURE, WARNING),
    LIMIT_MESSAGES(CAPTURE, WARNING),
    LIMIT_DECODING(CAPTURE, WARNING),
    LIMIT_EVIDENCE(CAPTURE, WARNING),
    LIMIT_FOLLOWED(CAPTURE, WARNING),
    PACKETS_FAULTY(CAPTURE, WARNING),
    GAPS(CAPTURE, WARNING),
    DECODER_FAILED(CAPTURE, WARNING),
    DECODERS_FAILED(CAPTURE, WARNING),
    CHECKSUMS_IP(CAPTURE, WARNING),
    CHECKSUMS_TCP(CAPTURE, WARNING);

    private final Layer layer;
    private final Severity severity;
    private final @Nullable String restId;

    FindingKind(Layer layer, Severity severity) {
        this(layer, severity, null);
    }

    FindingKind(Layer layer, Severity severity, @Nullable String restId) {
        this.layer = layer;
        this.severity = severity;
        this.restId = restId;
    }

    /** Stable, lower case with hyphens, for instance {@code welcome-size}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The id under which it is stated how many there are that are not listed; empty where all are. */
    public Optional<String> restId() {
        return Optional.ofNullable(restId);
    }

    /** The kind with this id, or with this id for those not listed, if there is one. */
    public static Optional<FindingKind> of(String id) {
        return Arrays.stream(values())
                .filter(kind -> kind.id().equals(id) || id.equals(kind.restId))
                .findFirst();
    }

    public Layer layer() {
        return layer;
    }

    /** Where it is found; that it is absent is always information. */
    public Severity severity() {
        return severity;
    }
}
