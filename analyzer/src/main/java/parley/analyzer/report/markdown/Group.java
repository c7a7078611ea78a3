package parley.analyzer.report.markdown;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import parley.analyzer.findings.Finding;
import parley.analyzer.findings.FindingKind;

/** What the report has under one heading: the kinds of findings, in the order in which they are told. */
enum Group {
    OPENING(
            "Opening",
            FindingKind.SERVER_IDENTITY,
            FindingKind.NOT_THIS_CHAT,
            FindingKind.WELCOME_SIZE,
            FindingKind.PROMPT),
    USERS("Users and their ports", FindingKind.USERS, FindingKind.USER_IDENTITY, FindingKind.NAME_REFUSED),
    ONLINE(
            "Who is online, the menu, and whom users choose",
            FindingKind.ONLINE,
            FindingKind.MENU,
            FindingKind.RECIPIENTS,
            FindingKind.MESSAGE_TO_OFFLINE),
    PRIVATE_CHATS(
            "Private chats",
            FindingKind.PRIVATE_CHAT,
            FindingKind.PRIVATE_CHAT_REJECTED,
            FindingKind.REQUEST_UNANSWERED),
    MESSAGES(
            "Messages",
            FindingKind.MESSAGES_BY_KIND,
            FindingKind.LINES_JOINED,
            FindingKind.LINES_CUT,
            FindingKind.EXITS),
    RELAY("The relay", FindingKind.RELAYED),
    HANDSHAKES(
            "Handshakes",
            FindingKind.SELF_CONNECTION,
            FindingKind.CONNECTION_REOPENED,
            FindingKind.HANDSHAKES_COMPLETE,
            FindingKind.CAPTURE_POINT,
            FindingKind.HANDSHAKES_INCOMPLETE,
            FindingKind.HANDSHAKES_NOT_CAPTURED,
            FindingKind.HANDSHAKES_REPEATED,
            FindingKind.HANDSHAKE,
            FindingKind.HANDSHAKE_OPTIONS),
    PUSHING("Pushing data", FindingKind.PUSH_SHARE, FindingKind.UNPUSHED, FindingKind.SEGMENT_SIZES),
    SEQUENCE("Sequence and acknowledgement", FindingKind.SEQUENCE_EXAMPLE),
    ACKNOWLEDGEMENTS(
            "Acknowledgements and windows",
            FindingKind.DELAYED_ACKS,
            FindingKind.NAGLE_STALLS,
            FindingKind.WINDOW_STALLS,
            FindingKind.ZERO_WINDOWS,
            FindingKind.KEEP_ALIVES),
    SEGMENTS(
            "Messages in segments",
            FindingKind.MESSAGE_BOUNDARIES,
            FindingKind.MESSAGES_SPLIT,
            FindingKind.SEGMENTS_SHARED),
    PORTS("Ports", FindingKind.PORT_MAP),
    RECOVERY(
            "Retransmission and loss",
            FindingKind.RETRANSMISSIONS,
            FindingKind.OUT_OF_ORDER,
            FindingKind.DUPLICATE_ACKS,
            FindingKind.LOST_SEGMENTS,
            FindingKind.DELAYED_MESSAGES,
            FindingKind.DELAYED_MESSAGE,
            FindingKind.OVERLAP_CONFLICT,
            FindingKind.OVERLAP_CONFLICTS),
    CLOSING("Closing", FindingKind.CLOSES, FindingKind.CLOSE),
    PROTOCOL("Protocol", FindingKind.PROTOCOL),
    ADDRESSES("Addresses and the way of the packets", FindingKind.ADDRESSES, FindingKind.TTL),
    FRAGMENTATION(
            "Fragmentation",
            FindingKind.FRAGMENTATION,
            FindingKind.LARGEST_DATAGRAM,
            FindingKind.OFFLOAD_SIZED,
            FindingKind.DONT_FRAGMENT,
            FindingKind.FRAGMENTS_CONTRADICT),
    ICMP("What routers and hosts answer", FindingKind.ICMP_ERROR, FindingKind.PATH_MTU);

    /** The chapter of what is said of the capture and not of its traffic; it has no groups. */
    static final String CAPTURE = "The capture itself";

    private final String title;
    private final List<FindingKind> kinds;

    Group(String title, FindingKind... kinds) {
        this.title = title;
        this.kinds = List.of(kinds);
    }

    String title() {
        return title;
    }

    List<FindingKind> kinds() {
        return kinds;
    }

    /** Under which heading a finding is told. */
    static String headingOf(Finding finding) {
        Optional<Group> found = Arrays.stream(values())
                .filter(group -> group.kinds.contains(finding.kind()))
                .findFirst();
        return found.map(Group::title).orElse(CAPTURE);
    }
}
