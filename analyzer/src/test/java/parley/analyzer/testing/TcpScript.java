package parley.analyzer.testing;

import java.util.List;
import parley.analyzer.capture.PacketSource;

/**
 * A conversation over TCP written down as what each side does and what the network and the capture make of it, and the
 * capture that comes of it.
 *
 * <pre>
 *   handshake
 *   C data 'Ofir'
 *   S ACK
 *   S data 'hello Ofir\n'
 *   lose
 *   at +200ms
 *   S again
 *   close
 * </pre>
 *
 * <p>A line, or what stands between semicolons, is a statement; from {@code #} on a line is a comment.
 *
 * <h2>Segments</h2>
 *
 * <pre>  SIDE [FLAGS] [data DATA] [SETTING...]     SIDE is C, the client, or S, the server</pre>
 *
 * <p>{@code FLAGS} are names joined by hyphens, {@code SYN-ACK}, or {@code NONE}. Alone, {@code FIN} means {@code FIN-ACK}, as every
 * segment after a SYN has an ACK. With data and no flags it is {@code PSH-ACK}. {@code DATA} is text in single quotes,
 * in UTF-8, with the escapes {@code \n \r \t \' \\ \xHH}; or a number of octets, which then run through a to z by their
 * position in the stream.
 *
 * <p>A side numbers its segments one after the other and acknowledges what has reached it without a hole. Where no SYN
 * came before, its data begins at 1, as Wireshark counts it. Settings say otherwise, numbers being relative to the ISN
 * ({@code seq=1} is the first octet of data):
 *
 * <table>
 *   <caption>Settings</caption>
 *   <tr><td>{@code seq=N ack=N}</td><td>numbers of this segment</td></tr>
 *   <tr><td>{@code win=N}</td><td>the window field, not scaled</td></tr>
 *   <tr><td>{@code urg=N}</td><td>the urgent pointer, which counts with {@code URG}</td></tr>
 *   <tr><td>{@code mss=N wscale=N sack ts=VALUE/ECHO}</td><td>TCP options</td></tr>
 *   <tr><td>{@code sack=LEFT-RIGHT,...}</td><td>blocks that have arrived, from the first octet to behind the last</td></tr>
 *   <tr><td>{@code tfo}, {@code tfo=HEX}</td><td>TCP Fast Open: asks for a cookie, or brings one</td></tr>
 *   <tr><td>{@code snap=N}</td><td>the capture has only the first N octets of the data</td></tr>
 * </table>
 *
 * <h2>What happens to segments</h2>
 *
 * <table>
 *   <caption>Events</caption>
 *   <tr><td>{@code lose}</td><td>the last segment reached neither the other side nor the capture</td></tr>
 *   <tr><td>{@code unseen}</td><td>the last segment reached the other side, but the capture does not have it</td></tr>
 *   <tr><td>{@code dup}</td><td>the capture has the last packet once more</td></tr>
 *   <tr><td>{@code reorder [N]}</td><td>the capture has the last packet N places earlier, 1 if not said</td></tr>
 *   <tr><td>{@code SIDE again}</td><td>the side sends its last data or FIN once more</td></tr>
 * </table>
 *
 * <h2>Shorthand</h2>
 *
 * <p>{@code handshake} is {@code C SYN; S SYN-ACK; C ACK} with usual options, {@code close} is {@code C FIN; S FIN; C
 * ACK}.
 *
 * <h2>Setting the scene</h2>
 *
 * <table>
 *   <caption>Scene</caption>
 *   <tr><td>{@code at +200ms}, {@code at 3s}</td><td>when the next packet is: after the last one, or after the start.
 *     Units us, ms, s. Packets are 1 ms apart if not said</td></tr>
 *   <tr><td>{@code client HOST:PORT}</td><td>10.0.0.1:40000 if not said, {@code [2001:db8::1]:40000} for IPv6. Goes to
 *     the connection of the two endpoints, where it goes on if there was one</td></tr>
 *   <tr><td>{@code server HOST:PORT}</td><td>10.0.0.2:10000 if not said; likewise</td></tr>
 *   <tr><td>{@code isn SIDE N}</td><td>the side starts anew from this initial sequence number; 1000 for the client and
 *     5000 for the server if not said</td></tr>
 *   <tr><td>{@code vlan N}</td><td>packets have this 802.1Q tag henceforth, on Ethernet; 0 for none</td></tr>
 *   <tr><td>{@code link NAME}</td><td>ethernet, null, loop, raw, sll or sll2, before the first segment</td></tr>
 * </table>
 *
 * <p>A further statement is a row in the table of {@code ScriptRun}.
 */
public final class TcpScript {
    /** When the first packet is, in nanoseconds since the epoch: 2026-01-01T00:00:00Z. */
    public static final long START_NANOS = 1_767_225_600_000_000_000L;

    private final int linkType;
    private final List<Frame> frames;

    private TcpScript(int linkType, List<Frame> frames) {
        this.linkType = linkType;
        this.frames = List.copyOf(frames);
    }

    /**
     * Runs a script.
     *
     * @throws IllegalArgumentException where a statement makes no sense; the message names its line
     */
    public static TcpScript parse(String script) {
        ScriptRun run = new ScriptRun();
        List<String> lines = script.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            try {
                run.line(lines.get(i));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("line " + (i + 1) + ": " + e.getMessage(), e);
            }
        }
        return new TcpScript(run.linkType(), run.frames());
    }

    /** The LINKTYPE_ number of the packets. */
    public int linkType() {
        return linkType;
    }

    /** The packets, in the order of the capture. */
    public List<Frame> frames() {
        return frames;
    }

    /** The packets as a source, which may be asked for anew. */
    public PacketSource source() {
        return new FrameSource(linkType, frames);
    }

    /** The capture as a pcap file with nanoseconds. */
    public byte[] pcap() {
        return PcapBytes.of(linkType, frames);
    }

    /** The capture as a pcapng file with nanoseconds. */
    public byte[] pcapng() {
        return PcapngBytes.of(linkType, frames);
    }
}
