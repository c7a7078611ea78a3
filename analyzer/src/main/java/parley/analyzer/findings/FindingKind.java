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
import parley.analyzer.findings.Finding.Layer;
import parley.analyzer.findings.Finding.Severity;

/** The catalogue of findings: all that can be stated of a capture, in the order in which it is told. */
public enum FindingKind {
    SERVER_IDENTITY(
            APPLICATION,
            INFO,
            "Each end to which clients of the chat connect, of the first 16; the welcome is the first line it sends.",
            "The segments with the welcome; where none was captured, those of the first message.",
            "The chat server is 127.0.0.1:10000: it greets each client with “welcome to the chat”."),
    NOT_THIS_CHAT(
            APPLICATION,
            WARNING,
            "A server that is read as the chat's, of the first 16, without a welcome: fewer than half of its lines are lines of"
                    + " the protocol.",
            "The segments of the first message.",
            "127.0.0.1:5053 does not speak this chat: 0 of 30 lines that it sends are lines of the protocol. Leave out"
                    + " --decode-as 5053=chat, or load a decoder of your own with --plugin-path."),
    WELCOME_SIZE(
            APPLICATION,
            INFO,
            "The octets of a server's welcome on the wire, its line end included.",
            "The segments of that sequence number and length.",
            "The welcome is 20 bytes with its line end."),
    PROMPT(
            APPLICATION,
            INFO,
            "The line with which a server asks for a name.",
            "The segments of that sequence number and length.",
            "Then the server asks for a name with “enter name:”, 12 bytes with its line end."),
    USER_IDENTITY(
            APPLICATION,
            INFO,
            "A name that the server takes in, of the first 100; the user is whoever sent it.",
            "The segments that carry the name.",
            "Ofir is the user at 127.0.0.1:58197."),
    USERS(APPLICATION, INFO, "How many names were taken in.", "None: each user has one.", "4 users take part."),
    NAME_REFUSED(
            APPLICATION,
            NOTE,
            "A name that the server refuses, of the first 100.",
            "The segments that carry the name and the refusal.",
            "The name “Ofir” of 127.0.0.1:40002 is refused: “error: that name is taken”."),
    NAMES_REFUSED(
            APPLICATION,
            NOTE,
            "How many names are refused, where not all are listed.",
            "None.",
            "120 names are refused; the first 100 are listed."),
    ONLINE(
            APPLICATION,
            INFO,
            "The lists of who is online that the server sends; the longest of them, and to whom it is told.",
            "The segments that carry the first 32 lists.",
            "The server tells 4 times who is online; the longest list, told to Ofir and Emily, has 4 names: Emily, Hodaya, Ofir"
                    + " and Roony."),
    MENU(
            APPLICATION,
            INFO,
            "How often the server sends the menu of commands.",
            "The segments that carry the first 32 menus.",
            "The server sends its menu of commands once."),
    MESSAGES_BY_KIND(
            APPLICATION,
            INFO,
            "How many messages of which kind a protocol's decoder reads, those of clients apart from those of servers; and how"
                    + " many of the latter pass on what a user said.",
            "All segments with data of the connections that have such messages, where these are at most 1,000.",
            "The data segments carry 57 CHAT messages: clients send 19 (4 direct and 15 others), servers 38 (16 online and 22"
                    + " others), 7 of these copies of what users said."),
    RECIPIENTS(
            APPLICATION,
            INFO,
            "For how many users the messages to chosen recipients are.",
            "The segments that carry the first 32 messages to several.",
            "1 of 4 messages to chosen recipients (25 %) is addressed to several at once."),
    PRIVATE_CHAT(
            APPLICATION,
            INFO,
            "A private chat, of the first 100: who asks, how long until the other accepts, how many texts are said, who"
                    + " ends it, how long it lasts. It lasts from when the server tells the first of the two until it"
                    + " ends.",
            "The segments that carry the first 32 of its messages.",
            "Hodaya asks Emily for a private chat, Emily accepts after 212 ms, 2 texts are sent, and Hodaya ends it 604"
                    + " ms after it began."),
    PRIVATE_CHATS(
            APPLICATION,
            INFO,
            "How many private chats take place, where not all are listed.",
            "None.",
            "120 private chats take place; the first 100 are listed."),
    PRIVATE_CHAT_REJECTED(
            APPLICATION,
            NOTE,
            "A request for a private chat that is rejected, of the first 100.",
            "The segments that carry request and answer.",
            "Roony asks Ofir for a private chat, and Ofir rejects it after 110 ms."),
    PRIVATE_CHATS_REJECTED(
            APPLICATION,
            NOTE,
            "How many requests are rejected, where not all are listed.",
            "None.",
            "120 requests for private chats are rejected; the first 100 are listed."),
    REQUEST_UNANSWERED(
            APPLICATION,
            NOTE,
            "A request for a private chat without an answer in the capture, of the first 20.",
            "The segments that carry the request.",
            "Roony asks Ofir for a private chat, and the capture shows no answer."),
    REQUESTS_UNANSWERED(
            APPLICATION,
            NOTE,
            "How many requests are not answered, where not all are listed.",
            "None.",
            "30 requests for private chats go unanswered; the first 20 are listed."),
    MESSAGE_TO_OFFLINE(
            APPLICATION,
            NOTE,
            "A line that names somebody who is not online, of the first 100, and whom it reaches.",
            "The segments that carry the line, of the sender's last 8, the server's answer and the first copies.",
            "A line of Emily names Dana, who is not online: the server answers it with “error: not online: Dana”; it"
                    + " reaches Ofir."),
    MESSAGES_TO_OFFLINE(
            APPLICATION,
            NOTE,
            "How many such lines there are, where not all are listed.",
            "None.",
            "120 lines name users not online; the first 100 are listed."),
    LINES_JOINED(
            APPLICATION,
            WARNING,
            "Messages of a client that ends no line which the server has read as one line, of the first 20: what it passes on"
                    + " is the one and the beginning of the next, of the sender's last 8.",
            "The segments that carry the two messages and what is passed on.",
            "The server takes Yael's messages to Noa (frame 255) and to Nadav (frame 252) for one line, and sends it to Noa"
                    + " (frame 257): the second is not for Noa and does not reach Nadav."),
    LINES_JOINED_MORE(
            APPLICATION,
            WARNING,
            "How often that happened, where not all cases are listed.",
            "None.",
            "The server takes two lines for one 25 times; the first 20 are listed."),
    LINES_CUT(
            APPLICATION,
            WARNING,
            "Messages of clients that end no line of which the server passes on the beginning alone, of the first 32.",
            "The segments that carry the message and one copy.",
            "Of 5 long messages the server passes on no more than the first 1,024 bytes: it reads no more at once, and takes the"
                    + " rest for lines of its own."),
    EXITS(
            APPLICATION,
            INFO,
            "Who leaves by saying so.",
            "The segments that carry the first 32 times exit.",
            "Emily, Hodaya, Roony and Ofir leave the chat with exit."),
    RELAYED(
            TRANSPORT,
            NOTE,
            "Whether a relay made the capture.",
            "None.",
            "A relay made this capture: handshakes, segments, acknowledgments and IP headers are its own account."),
    SELF_CONNECTION(
            TRANSPORT,
            WARNING,
            "A connection whose two ends are one address and port, of the first 16. Its handshake, ports and close are not stated.",
            "Its SYN and SYN-ACK.",
            "Connection 0: 127.0.0.1:40404 is connected to itself, by a simultaneous open with itself (RFC 9293 section 3.5)."
                    + " It has called a port of its own host on which nothing listened, and was given that very port to call"
                    + " from: it reads what it sends. Start the server first, and listen on a port outside the range that"
                    + " clients call from."),
    CONNECTION_REOPENED(
            TRANSPORT,
            NOTE,
            "A connection, of the first 16, on which a SYN with its ports and initial sequence number comes after both ends had"
                    + " closed it: another conversation, as devices begin it that number anew after a restart.",
            "The SYNs. The filter names the frames.",
            "Connection 0 carries 3 conversations, one after another: after both ends had closed, 2 SYNs have its ports and"
                    + " initial sequence number. Wireshark counts them to one stream, and labels what has the numbers of the"
                    + " first as retransmissions."),
    HANDSHAKE(
            TRANSPORT,
            INFO,
            "How a connection opened (RFC 9293 section 3.5), of the first 100, and the time from its first SYN to the ACK"
                    + " that completes.",
            "The SYN and SYN-ACK of the connection and the ACK that completes; repeated ones with them.",
            "Connection 0 from 127.0.0.1:58197 to 127.0.0.1:10000 opens with a complete three-way handshake in 32.3 µs"
                    + " from SYN to ACK."),
    HANDSHAKES_COMPLETE(
            TRANSPORT,
            INFO,
            "How many connections open with all three steps.",
            "These steps where at most 16 handshakes are complete, else all SYN and SYN-ACK.",
            "4 of 4 connections open with a complete three-way handshake."),
    CAPTURE_POINT(
            TRANSPORT,
            INFO,
            "At which end the capture was made, where most complete handshakes tell: that end answers at least 8 times sooner"
                    + " than the other, which takes 1 ms or more.",
            "As of the complete handshakes.",
            "The capture was made at the server's end: after a SYN the SYN-ACK comes in 70 µs to 700 µs, after that the ACK in"
                    + " 16.6 ms to 64.6 ms. What the client sends and the network loses is missing here until it is sent"
                    + " again; what the server sends is here even where it is lost behind, and then once more."),
    HANDSHAKES_INCOMPLETE(
            TRANSPORT,
            NOTE,
            "How many connections have a SYN or SYN-ACK and not all steps, and how they failed: refused with a reset,"
                    + " not answered, or the rest not captured.",
            "All SYN and SYN-ACK.",
            "2 connections have a SYN or a SYN-ACK, but no complete handshake: 1 is refused with a reset, 1 SYN is not"
                    + " answered."),
    HANDSHAKES_NOT_CAPTURED(
            TRANSPORT,
            NOTE,
            "How many connections were open before the capture.",
            "None: what is not there has no frame.",
            "1 connection was open before the capture began."),
    HANDSHAKES_REPEATED(
            TRANSPORT,
            NOTE,
            "SYN and SYN-ACK that were sent again.",
            "Those that Wireshark takes for retransmissions.",
            "3 SYNs are sent again."),
    HANDSHAKE_OPTIONS(
            TRANSPORT,
            INFO,
            "What the ends offer in their SYNs: MSS, window scale, selective acknowledgements, timestamps; the 8 most"
                    + " frequent sets.",
            "All SYN and SYN-ACK.",
            "In their SYNs the clients of all 4 connections and the servers of all 4 connections offer MSS 65,495, window scale"
                    + " 7, SACK and timestamps."),
    PUSH_SHARE(
            TRANSPORT,
            INFO,
            "How many of the segments with data have PSH and ACK set (RFC 9293 section 3.9.1).",
            "These segments.",
            "57 of 57 segments with data (100 %) are PSH-ACK."),
    UNPUSHED(
            TRANSPORT,
            INFO,
            "Segments with data and without PSH: how many of them have as much as the MSS of their receiver allows, are SYNs, or"
                    + " come from a sender that never sets it, of 4,096 directions at once.",
            "These segments.",
            "6 segments with data have no PSH: all are as full as the MSS allows, 1,448 bytes at most, so the write that each"
                    + " begins or continues goes on in the next segment."),
    SEQUENCE_EXAMPLE(
            TRANSPORT,
            INFO,
            "The welcome of the first connection whose SYN-ACK was captured, else a server's first data, and the"
                    + " acknowledgement that answers it.",
            "The segment with the data, and the acknowledgement.",
            "On connection 0 the welcome's 20 bytes have Seq 1; the client answers with Ack 21, for 1 + 20 = 21 is the"
                    + " number that it expects next."),
    PORT_MAP(
            TRANSPORT,
            INFO,
            "A server's port and those of its clients, of the first 16 servers.",
            "The SYNs to the server.",
            "The server at 127.0.0.1 has port 10000, its clients have the ports 58197 and 52837."),
    PORT_MAP_MORE(
            TRANSPORT,
            INFO,
            "How many connections go to further servers.",
            "None.",
            "3 connections are to further servers' ports, which are not listed."),
    DELAYED_ACKS(
            TRANSPORT,
            INFO,
            "Acknowledgements without data that come 30 ms or more after the segment that they acknowledge, of those that"
                    + " acknowledge something new. Mostly for the way: where the sender's half of the handshake took half"
                    + " as long or more. Else their sender waited (RFC 9293 section 3.8.6.3), before it acknowledged a FIN"
                    + " or data, unless the way that it takes 1 ms or more for took longer than in the handshake.",
            "These segments.",
            "Of 40 acknowledgements without data that acknowledge something new 3 come 30 ms or more after it, the latest"
                    + " after 40.1 ms: 1 because the receiver of a FIN waited and 2 because the receiver of data waited."),
    MESSAGE_BOUNDARIES(
            TRANSPORT,
            INFO,
            "Messages whose protocol does not say where they end, and how many of these ends the segments leave in doubt:"
                    + " where a full segment with PSH may or may not be the last of a write, where another message begins"
                    + " within a segment, where a sender sets no PSH.",
            "The segments that carry the first 32 in doubt.",
            "The clients of 5 connections end no line: where their 130 lines end is taken from segments and their PSH; 2"
                    + " are in doubt."),
    MESSAGES_SPLIT(
            TRANSPORT,
            INFO,
            "Messages that more than one segment brought.",
            "The segments that carry the first 32 of them.",
            "2 of 57 messages are split over several segments."),
    SEGMENTS_SHARED(
            TRANSPORT,
            INFO,
            "Segments in which more than one message ends, those that repeat messages of the direction's last 32 included.",
            "The first 32 of them, by their place in the stream.",
            "2 segments have the ends of more than one message, of 3 at most; 1 of them repeats what was captured"
                    + " before."),
    RETRANSMISSIONS(
            TRANSPORT,
            NOTE,
            "Segments that Wireshark labels retransmissions, fast and spurious ones included; how many of them bring"
                    + " nothing that was not captured before, by their numbers alone; and who sends them.",
            "The segments with the label.",
            "Wireshark labels 17 segments retransmissions (4 fast and 2 spurious): 15 repeat what was captured before and"
                    + " 2 bring what was not captured before; 8 come from the server's side and 9 come from the"
                    + " client's."),
    DELAYED_MESSAGE(
            TRANSPORT,
            NOTE,
            "A message that came late because octets had to be sent again, or were overtaken; the 20 most delayed. By"
                    + " octets alone, whatever Wireshark labels the segments. It waits: from when it was captured whole"
                    + " until all before it was. It comes after what follows on it: from when the first of that was"
                    + " captured. It is sent again: from when it was first captured whole until its last repetition, as"
                    + " long as no acknowledgement was seen; of each direction's last 16 messages.",
            "The segments that carry the message and the octets that it waits for, or that follow on it.",
            "Ofir's direct message to Roony on connection 2 (frame 324) waits 205 ms for bytes before it (frame 356)."),
    DELAYED_MESSAGES(
            TRANSPORT,
            NOTE,
            "How many messages came late, and by how much at most.",
            "None: the most delayed of them have it.",
            "5 messages come late because segments are lost or overtaken, by 205 ms at most."),
    OUT_OF_ORDER(
            TRANSPORT,
            NOTE,
            "Segments that Wireshark labels out-of-order, which it does to what is sent again soon, too: likewise.",
            "The segments with the label.",
            "Wireshark labels 21 segments out-of-order: 12 repeat what was captured before and 9 bring what was not"
                    + " captured before; 12 come from the server's side and 9 come from the client's."),
    LOST_SEGMENTS(
            TRANSPORT,
            NOTE,
            "Segments before which octets had not been seen when they came.",
            "These segments.",
            "12 segments arrive ahead of others that are still missing."),
    DUPLICATE_ACKS(
            TRANSPORT,
            INFO,
            "Acknowledgements that say what the one before said (RFC 5681 section 2).",
            "These segments.",
            "53 acknowledgements are duplicates: they say again up to where bytes have arrived without a hole."),
    OVERLAP_CONFLICT(
            TRANSPORT,
            WARNING,
            "Octets that came again with other content, of the first 20 cases. A keep-alive's octet is none of them.",
            "All segments that carry any of these octets.",
            "On connection 0 the client's 4 bytes from Seq 1 on are “Ofir” in frame 8 and “Dana” in frame 9; those of"
                    + " frame 8 count."),
    OVERLAP_CONFLICTS(
            TRANSPORT,
            WARNING,
            "How often that happened, where not all cases are listed.",
            "None.",
            "Bytes are sent again with other content 25 times; the first 20 are listed."),
    ZERO_WINDOWS(
            TRANSPORT,
            NOTE,
            "Segments that close their sender's receive window.",
            "These segments.",
            "2 segments close the receive window of their sender, first of 127.0.0.1:58197."),
    WINDOW_STALLS(
            TRANSPORT,
            NOTE,
            "How often a sender filled its receiver's window and went on right after a segment that opened it, within 2 ms and"
                    + " the way; from the segment that filled it on. A warning from 30 ms on.",
            "The segment that filled the window, the one that opened it, and the one that goes on. The filter names the"
                    + " frames.",
            "A sender fills its receiver's window and waits for more 3 times, for 1.2 s in all; the longest, 905 ms, ends on"
                    + " connection 0 with frame 31. The receiver reads too slowly, or its window is too small for the path."),
    NAGLE_STALLS(
            TRANSPORT,
            NOTE,
            "How often a sender's next segment, of half the MSS or less, came right after an acknowledgement without data, within 1 ms,"
                    + " that acknowledged all it had sent and came 10 ms or more later than the way takes; of senders"
                    + " that send no segment below the MSS while another is in flight. A warning from 30 ms on.",
            "The acknowledgement and the segment after it. The filter names the frames.",
            "A sender goes on right after a delayed acknowledgement, and not before, 5 times, for 201 ms in all; the longest,"
                    + " 40.6 ms, ends on connection 0 with frame 12: so does Nagle's algorithm, which holds back a small"
                    + " segment while data are in flight. Write a message at once, or set TCP_NODELAY."),
    KEEP_ALIVES(
            TRANSPORT,
            INFO,
            "Segments that ask whether the other side is still there (RFC 9293 section 3.8.4), by their numbers as"
                    + " Wireshark labels them. An acknowledgement that its sender's FIN has overtaken has the same numbers:"
                    + " one that comes less than a second after the sender's last segment is told as that.",
            "These segments.",
            "3 segments are keep-alives."),
    SEGMENT_SIZES(
            TRANSPORT,
            INFO,
            "The least and the most data in a segment with data.",
            "The segments of these two lengths.",
            "Segments with data carry 4 to 48 bytes of it."),
    CLOSE(
            TRANSPORT,
            INFO,
            "How a connection ended (RFC 9293 section 3.6), of the first 100; data in the first FIN, and data before it that came"
                    + " behind it.",
            "Its segments with FIN or RST.",
            "Connection 0 is closed by both sides, the server sending its FIN first."),
    CLOSES(
            TRANSPORT,
            INFO,
            "How many connections ended in which way.",
            "All segments with FIN or RST.",
            "Of 4 connections, 4 are closed by FIN, the server first."),
    PROTOCOL(
            NETWORK,
            INFO,
            "Which versions of IP carry the packets.",
            "The packets of the version.",
            "All 141 packets are IPv4."),
    ADDRESSES(
            NETWORK,
            INFO,
            "From which address to which packets go, the first 16 ways.",
            "The packets that go this way.",
            "All 141 IP packets go from 127.0.0.1 to 127.0.0.1: over the loopback, within one host."),
    ADDRESSES_MORE(
            NETWORK,
            INFO,
            "How many packets go other ways.",
            "None.",
            "7 IP packets go between other addresses, which are not listed."),
    TTL(
            NETWORK,
            INFO,
            "The times to live, IPv6's hop limits, of the first 8 values.",
            "The packets that have it.",
            "141 packets have a time to live of 64."),
    TTL_MORE(
            NETWORK,
            INFO,
            "How many packets have other times to live.",
            "None.",
            "7 packets have other times to live, which are not listed."),
    FRAGMENTATION(
            NETWORK,
            NOTE,
            "Packets that are fragments of a datagram, and how many datagrams could be put together.",
            "The fragments.",
            "4 packets are fragments of larger datagrams, 2 of which could be put together."),
    LARGEST_DATAGRAM(
            NETWORK,
            INFO,
            "The largest datagram and the sizes of data; and each segment with data against the MTU that its receiver's MSS"
                    + " tells of (RFC 9293 section 3.7.1).",
            "The packets of the largest size.",
            "The largest IP datagram has 100 bytes, the TCP segments carry 4 to 48 bytes of data, all within the limit:"
                    + " the MSS offered, 65,495 bytes, and 40 of headers assume an MTU of 65,535 bytes."),
    OFFLOAD_SIZED(
            NETWORK,
            NOTE,
            "Segments with more data than the MSS that their receiver offered: captured before the sender's network interface"
                    + " split them, or after the receiver's had joined them.",
            "These segments, of the first 32 directions of connections that have some.",
            "2 segments carry more data than their receiver's MSS allows, 2,920 bytes at most: the network interface splits or"
                    + " joins them (offload)."),
    DONT_FRAGMENT(
            NETWORK,
            INFO,
            "How many IPv4 packets forbid routers to fragment them (RFC 791 section 3.1).",
            "These packets.",
            "All 141 IPv4 packets have DF set, which forbids routers to fragment them."),
    FRAGMENTS_CONTRADICT(
            NETWORK,
            WARNING,
            "Datagrams whose fragments overlap with other content.",
            "Their fragments. The filter names the frames: no field says the same.",
            "1 datagram was put together from fragments that contradict each other."),
    ICMP_ERROR(
            NETWORK,
            NOTE,
            "Who answers segments of which connection with which ICMP error, of the first 100 such answers.",
            "The packets with the error.",
            "192.0.2.1 answers a segment from 10.0.0.1:40000 to 10.0.0.2:10000 with the ICMP error “Destination"
                    + " unreachable (Port unreachable)”."),
    PATH_MTU(
            NETWORK,
            NOTE,
            "Which router drops datagrams as too large for its next link, of the first 100 such answers, and how large the"
                    + " segments with data of the same direction are after it (RFC 1191, RFC 8201).",
            "The ICMP errors, and the first segment with data after them. The filter names the frames.",
            "On the way from 10.10.1.4:1470 to 74.53.140.153:25 the router 192.168.1.1 drops 4 datagrams of up to 1,500 bytes as"
                    + " too large: the next link takes 1,492 bytes at most. The 13 segments with data after that have 1,492"
                    + " bytes at most, as path MTU discovery (RFC 1191) has it."),
    ONE_DIRECTION(
            CAPTURE,
            WARNING,
            "Connections of which the capture has at least 3 packets of one end, which acknowledges what the other sends, and"
                    + " nothing of that. Their handshakes and closes are not stated.",
            "None: what is not there has no frame.",
            "The capture has only one direction of 4 connections, what the servers of 4 send: handshakes, round trips and"
                    + " answers cannot be told. Capture on one of the two hosts, or have both directions mirrored; where"
                    + " routes there and back differ, a tap on one of them sees half."),
    CAPTURE_FAULT(
            CAPTURE,
            WARNING,
            "Where the file cannot be read any further.",
            "None.",
            "The capture cannot be read past byte 1,204: a block is cut; what follows is not analyzed."),
    PACKETS_DROPPED(
            CAPTURE,
            WARNING,
            "Packets that the capture counted and does not have.",
            "None.",
            "12 packets were dropped while capturing: what is missing here may have been on the wire."),
    PACKETS_SNAPPED(
            CAPTURE,
            WARNING,
            "Packets of which the capture does not have all octets.",
            "These packets.",
            "3 packets were cut short when captured."),
    PACKETS_CAPTURED_TWICE(
            CAPTURE,
            NOTE,
            "Packets that were captured before, by a mirror port, at both sides of a router, on several interfaces: the same"
                    + " bytes but for link header, time to live and checksums, and the same IP identification; without"
                    + " identification right after each other. They count neither as sent again nor as late, whatever"
                    + " Wireshark labels them.",
            "The copies.",
            "Of 36 packets 18 are copies of some captured before, with another time to live: nothing was sent again. Wireshark"
                    + " labels 10 of them retransmissions, out-of-order or duplicate ACKs. --dedupe leaves them out."),
    PACKETS_MISPLACED(
            CAPTURE,
            NOTE,
            "Packets that stand after one that was captured later. What they bring counts neither as sent again nor as late.",
            "These packets.",
            "The capture is not in order of time: of 18 packets 9 stand after one captured up to 3 ms later. --sort puts them in"
                    + " order."),
    PACKETS_UNTIMED(
            CAPTURE,
            WARNING,
            "Packets whose time the capture does not have (simple packet blocks), or that lies outside 1677-09-21 to"
                    + " 2262-04-11, as a broken clock or writer makes it.",
            "These packets.",
            "18 packets have no time, or one outside 1677 to 2262, and count as captured in 1970: what is said of times and"
                    + " delays does not hold for them. editcap -t shifts times."),
    LINK_TYPE_UNDECODED(
            CAPTURE,
            WARNING,
            "Packets of a link type that is not decoded, by Wireshark's name of it.",
            "None.",
            "3 packets have the link type USB packets with Linux header, which is not decoded. Capture on another interface,"
                    + " or if the type is not the packets' own, set it right: editcap -T."),
    NO_TCP(
            CAPTURE,
            WARNING,
            "Whether there is TCP at all, and if not, what there is in its place, the six most frequent protocols; and what"
                    + " to do.",
            "None.",
            "No TCP could be read, so nothing else was looked at: the capture has 18 packets of UDP on port 51820 (WireGuard)"
                    + " and 2 packets of ARP. Capture at an end of the tunnel, on the tunnel's own interface."),
    TUNNEL_UNREAD(
            CAPTURE,
            NOTE,
            "Besides TCP: packets that may hold more of it and are not read, being encrypted or of a tunnel that is not"
                    + " decoded; the six most frequent.",
            "None.",
            "12 packets are ESP (IPsec): TCP in them is not read. Capture at an end of the tunnel, on the tunnel's own"
                    + " interface."),
    OTHER_TRAFFIC(
            CAPTURE,
            INFO,
            "What there is besides TCP, the six most frequent protocols.",
            "None.",
            "Besides TCP the capture has 7 packets of UDP on port 53 (DNS) and 2 packets of ARP."),
    AGGREGATE_UNREAD(
            CAPTURE,
            WARNING,
            "Frames of IEEE 802.11 with several packets, of which one is read.",
            "None.",
            "3 frames aggregate several packets (A-MSDU), of which only the first with IP is read: what the others carry is"
                    + " missing here."),
    LIMIT_CONNECTIONS(
            CAPTURE,
            WARNING,
            "Connections given up for the limit on those that are known.",
            "None.",
            "3 connections had to be given up because too many were open or half-open at once: their later segments count"
                    + " as new connections."),
    LIMIT_CLOSED_CONNECTIONS(
            CAPTURE,
            NOTE,
            "Closed connections given up for the limit on these.",
            "None.",
            "3 closed connections had to be forgotten because too many were closed."),
    LIMIT_SEGMENTS(
            CAPTURE,
            NOTE,
            "Segments whose acknowledgement is not looked for, for the limit on those that wait for theirs.",
            "None.",
            "The acknowledgement of 3 segments was not looked for, because too many segments waited for theirs."),
    LIMIT_REASSEMBLY(
            CAPTURE,
            WARNING,
            "How often octets out of order were given up for the limit on those that are held.",
            "None.",
            "Octets out of order were given up 2 times because too many were held: the gaps before them count as lost."),
    LIMIT_FRAGMENTS(
            CAPTURE,
            WARNING,
            "Datagrams given up for the limits on fragments.",
            "None.",
            "2 datagrams were given up incomplete, for its fragments were held too long or were too many."),
    LIMIT_RECOGNITION(
            CAPTURE,
            WARNING,
            "Connections of which no decoder had recognised the octets that may be kept.",
            "None.",
            "2 connections are not decoded because no decoder had recognised the first bytes when as many were kept as"
                    + " may be."),
    LIMIT_MESSAGES(
            CAPTURE,
            WARNING,
            "Messages told without all that could be known, for a limit.",
            "None.",
            "2 messages are told without the acknowledgement or the first segments, because too many messages waited."),
    LIMIT_DECODING(
            CAPTURE,
            WARNING,
            "How often a decoder forgot or guessed something for the limits on what it keeps.",
            "None.",
            "Decoders forgot or guessed something 3 times because too much was waiting: some messages may lack which message"
                    + " they pass on or whom they are for, or be read as something else."),
    LIMIT_EVIDENCE(
            CAPTURE,
            WARNING,
            "Messages whose segments are not all known, for the limits on evidence.",
            "None.",
            "The segments of 2 messages had to be given up as evidence because too many messages were followed."),
    LIMIT_FOLLOWED(
            CAPTURE,
            WARNING,
            "How often something that a finding would tell of was forgotten for the limits on what is followed.",
            "None.",
            "Names, requests, private chats and messages were forgotten 3 times before it was known what came of them,"
                    + " because too many were followed at once."),
    PACKETS_FAULTY(
            CAPTURE,
            WARNING,
            "Packets whose headers make no sense, and the first of them.",
            "None: Wireshark judges malformed packets otherwise.",
            "2 packets have headers that make no sense; the first is frame 7, whose ip layer is at fault."),
    GAPS(
            CAPTURE,
            WARNING,
            "Octets that streams lack, and the first 5 places.",
            "None: what is not there has no frame.",
            "The streams lack 20 bytes in 1 gap: 20 bytes of the server on connection 0 behind its first 0."),
    DECODER_FAILED(
            CAPTURE,
            WARNING,
            "A decoder that failed on a connection, of the first 20.",
            "None.",
            "The decoder irc failed on connection 3 at frame 120, and the rest of it is not decoded."),
    DECODERS_FAILED(
            CAPTURE,
            WARNING,
            "On how many connections decoders failed, where not all are listed.",
            "None.",
            "Decoders failed on 30 connections; the first 20 are listed."),
    CHECKSUMS_IP(
            CAPTURE,
            WARNING,
            "With --checksums: IPv4 headers whose checksum is wrong. One of 0 was captured before the sender's network interface"
                    + " filled it in, and is not wrong.",
            "These packets. The filter names the frames: Wireshark's fields say what its settings have it check.",
            "Of 141 IPv4 headers 2 have a wrong checksum."),
    CHECKSUMS_TCP(
            CAPTURE,
            WARNING,
            "With --checksums: TCP segments whose checksum is wrong. One that has only the pseudo-header's, or 0, was captured"
                    + " before the sender's network interface filled it in, and is not wrong.",
            "These packets, the filter likewise.",
            "Of 141 TCP segments 2 have a wrong checksum.");

    private final Layer layer;
    private final Severity severity;
    private final String rule;
    private final String evidence;
    private final String sentence;

    FindingKind(Layer layer, Severity severity, String rule, String evidence, String sentence) {
        this.layer = layer;
        this.severity = severity;
        this.rule = rule;
        this.evidence = evidence;
        this.sentence = sentence;
    }

    /** Stable, lower case with hyphens, for instance {@code welcome-size}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The kind with this id, if there is one. */
    public static Optional<FindingKind> of(String id) {
        return Arrays.stream(values()).filter(kind -> kind.id().equals(id)).findFirst();
    }

    public Layer layer() {
        return layer;
    }

    /** Where it is found; that it is absent is always information. */
    public Severity severity() {
        return severity;
    }

    /** What is looked at, and where that is bounded. */
    public String rule() {
        return rule;
    }

    /** Which frames are taken as evidence. */
    public String evidence() {
        return evidence;
    }

    /** How it is said, by an example. */
    public String sentence() {
        return sentence;
    }
}
