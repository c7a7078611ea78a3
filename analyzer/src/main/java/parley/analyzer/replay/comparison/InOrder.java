package parley.analyzer.replay.comparison;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Of numbers that should rise, the fewest without which they do. */
final class InOrder {
    private final Map<String, List<Integer>> numbers = new HashMap<>();
    private final Map<String, Set<Integer>> out = new HashMap<>();

    /** Adds the next number of a sequence. */
    void add(String sequence, int number) {
        numbers.computeIfAbsent(sequence, s -> new ArrayList<>()).add(number);
    }

    /** Whether that number is where it should not be; to be asked once all are added. */
    boolean isOut(String sequence, int number) {
        return out.computeIfAbsent(sequence, s -> outOf(numbers.getOrDefault(s, List.of())))
                .contains(number);
    }

    /** All but a longest rising subsequence, found by patience sorting. */
    private static Set<Integer> outOf(List<Integer> sequence) {
        List<Integer> tops = new ArrayList<>();
        int[] before = new int[sequence.size()];
        for (int i = 0; i < sequence.size(); i++) {
            int low = 0;
            int high = tops.size();
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (sequence.get(tops.get(middle)) < sequence.get(i)) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            before[i] = low == 0 ? -1 : tops.get(low - 1);
            if (low == tops.size()) {
                tops.add(i);
            } else {
                tops.set(low, i);
            }
        }
        Set<Integer> left = new HashSet<>(sequence);
        for (int i = tops.isEmpty() ? -1 : tops.getLast(); i >= 0; i = before[i]) {
            left.remove(sequence.get(i));
        }
        return left;
    }
}
