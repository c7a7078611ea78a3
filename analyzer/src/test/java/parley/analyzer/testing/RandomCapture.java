package parley.analyzer.testing;

import java.util.ArrayList;
import java.util.List;

/**
 * A small capture that is drawn by lot: a few conversations of {@link RandomSegments} of any kind, on the way damaged, in
 * fragments, in tunnels and quoted by ICMP errors, on any link. The same seed makes the same capture, and captures of
 * neighbouring seeds have no address of a conversation in common.
 *
 * @param linkType of all its packets
 */
public record RandomCapture(int linkType, List<Frame> frames) {
    private static final int CONVERSATIONS = 5;
    private static final int STEPS = 14;
    /** As many as {@link RandomConversation} has addresses for. */
    private static final int SEEDS = 65_000 / CONVERSATIONS;

    public static RandomCapture of(long seed) {
        Lots lots = new Lots(seed);
        int first = (int) Math.floorMod(seed, (long) SEEDS) * CONVERSATIONS;
        List<Frame> segments =
                RandomSegments.of(RandomSegments.Kind.WIRE, seed, first, 1 + lots.below(CONVERSATIONS), STEPS);
        RandomPath path = new RandomPath(lots);
        RandomTunnel tunnel = new RandomTunnel(lots);
        RandomLink link = RandomLink.draw(lots);
        List<Frame> frames = new ArrayList<>();
        for (Frame segment : segments) {
            for (RandomPacket packet : path.send(RandomPacket.inEthernet(segment))) {
                RandomPacket outer = tunnel.enter(packet);
                if (link.carries(outer.version())) {
                    frames.add(link.frame(outer, segment.nanos(), lots));
                }
            }
        }
        return new RandomCapture(link.type(), frames);
    }
}
