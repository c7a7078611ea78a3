package parley.analyzer.report.markdown;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import parley.analyzer.findings.Finding;
import parley.analyzer.findings.Subject;

/** How far packets have come, by what is left of the times to live that systems begin with. */
final class Hops {
    private static final int[] BEGINNINGS = {32, 64, 128, 255};

    /** More routers than these are on no way of the Internet. */
    private static final int MOST = 40;

    private Hops() {}

    static List<String> sentences(List<Finding> findings) {
        List<String> sentences = new ArrayList<>();
        for (Finding finding : findings) {
            if (finding.subject() instanceof Subject.OfTimeToLive(int left)) {
                IntStream.of(BEGINNINGS)
                        .filter(beginning -> beginning >= left)
                        .findFirst()
                        .ifPresent(beginning -> {
                            int hops = beginning - left;
                            if (hops > 0 && hops <= MOST) {
                                sentences.add(left + " is presumably " + beginning + " less " + hops
                                        + " on the way: as many" + " routers have passed these packets on.");
                            }
                        });
            }
        }
        return sentences;
    }
}
