package parley.analyzer.capture;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import parley.analyzer.capture.archive.ArchiveFormat;
import parley.analyzer.capture.archive.Entry;
import parley.analyzer.capture.foreign.InputName;
import parley.analyzer.os.VisibleText;

/** What has been found in an archive, and why it cannot be opened where it has not exactly one capture. */
final class ArchiveContents {
    private final ArchiveFormat format;
    private final String name;
    private final Names captures = new Names();
    private final Names others = new Names();
    private @Nullable Entry unreadable;

    ArchiveContents(ArchiveFormat format, String name) {
        this.format = format;
        this.name = name;
    }

    void capture(Entry entry) {
        captures.add(entry.name());
    }

    void other(Entry entry) {
        if (entry.isBySystem()) {
            return;
        }
        others.add(entry.name());
        if (unreadable == null && entry.unreadable() != null) {
            unreadable = entry;
        }
    }

    UnclearArchiveException severalCaptures() {
        return new UnclearArchiveException(name + " holds " + captures.count + " captures, " + captures
                + ": unpack it with " + unpacking(format.command()) + ", and name one of them");
    }

    UnclearArchiveException withoutCapture() {
        Entry first = unreadable;
        if (first != null) {
            return new UnclearArchiveException(name + " cannot be read: " + Names.shown(first.name()) + " in it is "
                    + first.unreadable() + "; unpack it with " + unpacking(format.commandForAll()));
        }
        if (others.count == 0) {
            return new UnclearArchiveException(name + " is a " + format.displayName()
                    + " archive without a whole file in it: expected one with a capture");
        }
        return new UnclearArchiveException(name + " holds no capture that is read, only " + others
                + ": look into it with " + unpacking(format.command()));
    }

    /** Where the archive could not be read to its end. */
    UnclearArchiveException withoutCapture(String damage) {
        return unreadable != null
                ? withoutCapture()
                : new UnclearArchiveException(name + ": " + damage + ", and no capture comes before that");
    }

    private String unpacking(String command) {
        return command + " " + new InputName(name).argument();
    }

    /** Names of entries, of which the first are kept. */
    private static final class Names {
        private static final int KEPT = 5;
        private static final int LONGEST = 60;

        private final List<String> first = new ArrayList<>();
        private long count;

        void add(String entry) {
            count++;
            if (first.size() < KEPT) {
                first.add(shown(entry));
            }
        }

        static String shown(String entry) {
            String visible = VisibleText.of(entry);
            return visible.codePointCount(0, visible.length()) <= LONGEST
                    ? visible
                    : visible.substring(0, visible.offsetByCodePoints(0, LONGEST)) + "…";
        }

        @Override
        public String toString() {
            if (count > KEPT) {
                return String.join(", ", first) + " and " + (count - KEPT) + " more";
            }
            int last = first.size() - 1;
            return last < 1 ? first.getFirst() : String.join(", ", first.subList(0, last)) + " and " + first.get(last);
        }
    }
}
