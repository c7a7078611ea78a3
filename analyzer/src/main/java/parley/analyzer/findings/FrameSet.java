package parley.analyzer.findings;

import java.util.Arrays;

/**
 * Frame numbers in ascending order. The first {@value #KEPT} are kept, all are counted. Numbers may come in any order
 * and more than once as long as no more than that are kept; past it they come in ascending order.
 */
public final class FrameSet {
    /** Frames that evidence lists. */
    public static final int KEPT = 1000;

    private long[] frames = new long[8];
    private int size;
    private long count;

    /** The frames in any order. */
    public static FrameSet of(long... frames) {
        FrameSet set = new FrameSet();
        for (long frame : frames) {
            set.add(frame);
        }
        return set;
    }

    /** Adds a frame; nothing changes where it is there already. */
    public void add(long frame) {
        int at = size > 0 && frame > frames[size - 1] ? -size - 1 : Arrays.binarySearch(frames, 0, size, frame);
        if (at >= 0) {
            return;
        }
        count++;
        int index = -at - 1;
        if (index >= KEPT) {
            return;
        }
        if (size == frames.length) {
            frames = Arrays.copyOf(frames, 2 * size);
        }
        int kept = Math.min(size, KEPT - 1);
        System.arraycopy(frames, index, frames, index + 1, kept - index);
        frames[index] = frame;
        size = kept + 1;
    }

    public void addAll(FrameSet other) {
        for (int i = 0; i < other.size; i++) {
            add(other.frames[i]);
        }
        count += other.count - other.size;
    }

    /** All frames, those that are not kept included. */
    public long count() {
        return count;
    }

    public boolean isEmpty() {
        return count == 0;
    }

    /** How many frames are kept. */
    public int keptCount() {
        return size;
    }

    /** The frames that are kept, ascending. */
    public long[] kept() {
        return Arrays.copyOf(frames, size);
    }

    /** The frames that are kept, as {@code 1,4-7}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        int i = 0;
        while (i < size) {
            int last = i;
            while (last + 1 < size && frames[last + 1] == frames[last] + 1) {
                last++;
            }
            text.append(i == 0 ? "" : ",").append(frames[i]);
            if (last > i) {
                text.append(last == i + 1 ? "," : "-").append(frames[last]);
            }
            i = last + 1;
        }
        return text.toString();
    }
}
