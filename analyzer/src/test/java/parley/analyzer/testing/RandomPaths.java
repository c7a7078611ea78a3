package parley.analyzer.testing;

import java.util.ArrayList;
import java.util.List;

/** How the packets of a capture travel: a link type for all, and what each conversation's packets are in, drawn by lot. */
final class RandomPaths {
    private final Lots lots;
    private final boolean drawn;
    private final List<Encapsulation> links;

    /** @param drawn whether anything is left to lot: else packets are IP on Ethernet */
    RandomPaths(Lots lots, boolean drawn) {
        this.lots = drawn ? lots : new Lots(0);
        this.drawn = drawn;
        Encapsulation ethernet = Encapsulations.LINKS.getFirst();
        int linkType = !drawn || lots.chance(30)
                ? ethernet.number()
                : oneOf(Encapsulations.LINKS).number();
        links = Encapsulations.LINKS.stream()
                .filter(link -> link.number() == linkType)
                .toList();
    }

    int linkType() {
        return links.getFirst().number();
    }

    RandomPath draw() {
        if (!drawn) {
            return new RandomPath(lots, links.getFirst(), List.of());
        }
        List<Encapsulation> tunnels = new ArrayList<>();
        for (int i = lots.chance(50) ? 0 : 1 + lots.below(2); i > 0; i--) {
            tunnels.add(oneOf(Encapsulations.TUNNELS));
        }
        return new RandomPath(lots, lots.chance(40) ? links.getFirst() : oneOf(links), tunnels);
    }

    private Encapsulation oneOf(List<Encapsulation> all) {
        return all.get(lots.below(all.size()));
    }
}
