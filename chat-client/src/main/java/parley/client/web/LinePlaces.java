package parley.client.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import parley.client.session.LinePlace;

/** Numbers for the lines of a tab, from 1, by which its page asks for their frames. Any thread may call it. */
final class LinePlaces {
    /** The last lines, whose places are still known. */
    static final int KEPT = 20_000;

    /** A ring: the place of line n is at (n - 1) modulo KEPT. */
    private final List<LinePlace> places = new ArrayList<>();

    private final int kept;

    private long last;

    /** @param areAskedFor whether anybody wants to know them; else lines are counted and none is kept */
    LinePlaces(boolean areAskedFor) {
        this.kept = areAskedFor ? KEPT : 0;
    }

    /** The line's number. */
    synchronized long number(LinePlace place) {
        if (places.size() < kept) {
            places.add(place);
        } else if (kept > 0) {
            places.set(index(last + 1), place);
        }
        return ++last;
    }

    /** Empty where there is no such line, or it is too long ago. */
    synchronized Optional<LinePlace> find(long line) {
        return line >= 1 && line <= last && line > last - kept
                ? Optional.of(places.get(index(line)))
                : Optional.empty();
    }

    private static int index(long line) {
        return (int) ((line - 1) % KEPT);
    }
}
