package parley.analyzer.report.markdown;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import parley.analyzer.findings.Finding;

/** What the report has under one heading: the kinds of findings, in the order in which they are told. */
enum Group {
    OPENING("Opening", "server-identity", "not-this-chat", "welcome-size", "prompt"),
    USERS("Users and their ports", "users", "user-identity", "name-refused", "names-refused"),
    ONLINE(
            "Who is online, the menu, and whom users choose",
            "online",
            "menu",
            "recipients",
            "message-to-offline",
            "messages-to-offline"),
    PRIVATE_CHATS(
            "Private chats",
            "private-chat",
            "private-chats",
            "private-chat-rejected",
            "private-chats-rejected",
            "request-unanswered",
            "requests-unanswered"),
    MESSAGES("Messages", "messages-by-kind", "lines-joined", "lines-joined-more", "lines-cut", "exits"),
    RELAY("The relay", "relayed"),
    HANDSHAKES(
            "Handshakes",
            "self-connection",
            "connection-reopened",
            "handshakes-complete",
            "capture-point",
            "handshakes-incomplete",
            "handshakes-not-captured",
            "handshakes-repeated",
            "handshake",
            "handshake-options"),
    PUSHING("Pushing data", "push-share", "unpushed", "segment-sizes"),
    SEQUENCE("Sequence and acknowledgement", "sequence-example"),
    ACKNOWLEDGEMENTS(
            "Acknowledgements and windows",
            "delayed-acks",
            "nagle-stalls",
            "window-stalls",
            "zero-windows",
            "keep-alives"),
    SEGMENTS("Messages in segments", "message-boundaries", "messages-split", "segments-shared"),
    PORTS("Ports", "port-map", "port-map-more"),
    RECOVERY(
            "Retransmission and loss",
            "retransmissions",
            "out-of-order",
            "duplicate-acks",
            "lost-segments",
            "delayed-messages",
            "delayed-message",
            "overlap-conflict",
            "overlap-conflicts"),
    CLOSING("Closing", "closes", "close"),
    PROTOCOL("Protocol", "protocol"),
    ADDRESSES("Addresses and the way of the packets", "addresses", "addresses-more", "ttl", "ttl-more"),
    FRAGMENTATION(
            "Fragmentation",
            "fragmentation",
            "largest-datagram",
            "offload-sized",
            "dont-fragment",
            "fragments-contradict"),
    ICMP("What routers and hosts answer", "icmp-error", "path-mtu");

    /** The chapter of what is said of the capture and not of its traffic; it has no groups. */
    static final String CAPTURE = "The capture itself";

    private final String title;
    private final List<String> kinds;

    Group(String title, String... kinds) {
        this.title = title;
        this.kinds = List.of(kinds);
    }

    String title() {
        return title;
    }

    /** The ids of its kinds. */
    List<String> kinds() {
        return kinds;
    }

    /** Under which heading a finding is told. */
    static String headingOf(Finding finding) {
        Optional<Group> found = Arrays.stream(values())
                .filter(group -> group.kinds.contains(finding.id()))
                .findFirst();
        return found.map(Group::title).orElse(CAPTURE);
    }
}
