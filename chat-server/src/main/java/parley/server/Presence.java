package parley.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import parley.protocol.ServerLine;

/**
 * Tells users who comes and goes. Changes are gathered for a while and told together; each user is told what happened
 * after the list that it was greeted with, in lines that make its list right when read in their order. A user who has no
 * room for news gets the list anew as soon as there is. With very many users online, or names that make too long a list,
 * nobody is told anything.
 *
 * <p>Guarded by the {@link Registry}'s monitor.
 */
final class Presence {
    /** Runs something after a while. */
    @FunctionalInterface
    interface Later {
        void run(Runnable task, Duration after);
    }

    private record Change(User user, boolean joined) {}

    private static final int GATHER_MILLIS_AT_LEAST = 100;
    private static final int GATHER_MILLIS_AT_MOST = 1000;

    /** News go to everybody: the more users, the longer the interval, or they alone would keep the server busy. */
    private static final int GATHER_MILLIS_PER_USER = 5;

    /** Nor does a message wait until a thousand have been told: so many are, then the others a little later. */
    private static final int TOLD_AT_A_TIME = 20;

    private static final Duration BETWEEN_TELLING = Duration.ofMillis(5);

    private final NavigableMap<String, User> online;
    private final int offAbove;
    private final int onBelow;
    private final int longestList;
    private final Later later;
    private final Runnable flush;
    private final List<Change> changes = new ArrayList<>();

    /** Those who had no room for what everybody was told, and whether presence was on for all that they know. */
    private final Map<User, Boolean> behind = new LinkedHashMap<>();

    /** The list as it is, until somebody comes or goes. */
    private Encoded @Nullable [] list;

    /** Number of the change before the first of {@link #changes}: everybody knows it. */
    private long told;

    /** Who was told last, while some have been and others not yet; else empty. */
    private String last = "";

    /** Number of the last change before the first of these was told. */
    private long round;

    /** Whether {@link #flush} will be called. */
    private boolean isDue;

    private int count;
    private long listBytes;
    private boolean on = true;

    /**
     * @param online everybody who is online, by {@link User#key}
     * @param longestList bytes of the longest list that is sent
     * @param flush takes the registry's monitor and calls {@link #flush}
     */
    Presence(
            NavigableMap<String, User> online,
            int offAbove,
            int onBelow,
            int longestList,
            Later later,
            Runnable flush) {
        this.online = online;
        this.offAbove = offAbove;
        this.onBelow = onBelow;
        this.longestList = longestList;
        this.later = later;
        this.flush = flush;
    }

    /** Greets somebody who is online from now on. */
    void joined(User user) {
        list = null;
        count++;
        listBytes += user.listBytes();
        user.send(new ServerLine.Hello(user.name()));
        if (!on) {
            user.send(new ServerLine.PresenceOff(count));
        } else if (count > offAbove || listBytes > longestList) {
            turnOff();
        } else {
            change(new Change(user, true));
            user.knows = now();
            tellList(user);
        }
    }

    /** Takes notice that somebody is no longer online. */
    void left(User user) {
        list = null;
        behind.remove(user);
        count--;
        listBytes -= user.listBytes();
        if (on) {
            change(new Change(user, false));
        } else if (count < onBelow && listBytes < longestList / 5 * 4) {
            turnOn();
        }
    }

    /** Sends who is online to somebody who asks, or how many where that is all there is to know. */
    void sendList(User user) {
        if (on) {
            tellList(user);
        } else {
            user.send(new ServerLine.PresenceOff(count));
        }
    }

    private void tellList(User user) {
        if (!user.offer(list())) {
            fallBehind(user, true);
        }
    }

    /** @param wasOn whether presence is on, for all that this user knows */
    private void fallBehind(User user, boolean wasOn) {
        behind.putIfAbsent(user, wasOn);
        flushAfter(gathering());
    }

    /** Tells those who had no room for it how things stand, as far as they have room now. */
    private void catchUp() {
        Encoded[] state = on ? list() : Encoded.of(new ServerLine.PresenceOff(count));
        Encoded[] stateAfterOff = on ? onAgain() : state;
        behind.entrySet().removeIf(each -> {
            boolean isTold = each.getKey().offer(each.getValue() ? state : stateAfterOff);
            if (isTold) {
                each.getKey().knows = now();
            }
            return isTold;
        });
    }

    /** Tells some what has been gathered, and sees to it that others are told later. */
    void flush() {
        isDue = false;
        boolean isTold = false;
        try {
            tell();
            isTold = true;
        } finally {
            if (!isTold) {
                // Changes that stay are never told, and neither is what comes after them.
                forget();
            }
        }
    }

    private void tell() {
        if (!behind.isEmpty()) {
            catchUp();
        }
        if (!changes.isEmpty() && !tellNews()) {
            flushAfter(BETWEEN_TELLING);
        } else if (!changes.isEmpty() || !behind.isEmpty()) {
            flushAfter(gathering());
        }
    }

    /** False where only some have been told, and others are to be told later. */
    private boolean tellNews() {
        if (last.isEmpty()) {
            round = now();
        }
        Map<Long, Encoded[]> newsSince = new HashMap<>();
        int users = 0;
        for (User user : online.tailMap(last, false).values()) {
            if (users++ == TOLD_AT_A_TIME) {
                return false;
            }
            Encoded[] news = newsSince.computeIfAbsent(Math.max(told, user.knows), this::news);
            if (news.length > 0 && !behind.containsKey(user) && !user.offer(news)) {
                behind.put(user, true);
            }
            user.knows = now();
            last = user.key();
        }
        last = "";
        changes.subList(0, (int) (round - told)).clear();
        told = round;
        return true;
    }

    /** What somebody who knows the change of that number does not know yet. */
    private Encoded[] news(long known) {
        return encode(changes.subList((int) (known - told), changes.size()));
    }

    private void change(Change change) {
        changes.add(change);
        flushAfter(gathering());
    }

    private void flushAfter(Duration time) {
        if (!isDue) {
            isDue = true;
            later.run(flush, time);
        }
    }

    private Duration gathering() {
        return Duration.ofMillis(
                Math.clamp(count * GATHER_MILLIS_PER_USER, GATHER_MILLIS_AT_LEAST, GATHER_MILLIS_AT_MOST));
    }

    private void turnOff() {
        on = false;
        forget();
        tellAll(Encoded.of(new ServerLine.PresenceOff(count)), true);
    }

    private void turnOn() {
        on = true;
        tellAll(onAgain(), false);
    }

    private Encoded[] onAgain() {
        Encoded[] first = Encoded.of(new ServerLine.PresenceOn());
        Encoded[] lines = Arrays.copyOf(first, first.length + list().length);
        System.arraycopy(list(), 0, lines, first.length, list().length);
        return lines;
    }

    private void tellAll(Encoded[] lines, boolean wasOn) {
        for (User user : online.values()) {
            if (behind.containsKey(user) || !user.offer(lines)) {
                fallBehind(user, wasOn);
            }
            user.knows = now();
        }
    }

    private void forget() {
        told = now();
        changes.clear();
        last = "";
    }

    private long now() {
        return told + changes.size();
    }

    private Encoded[] list() {
        Encoded[] encoded = list;
        if (encoded == null) {
            List<String> names = online.values().stream().map(User::name).toList();
            encoded = Encoded.of(ServerLine.online(names).toArray(ServerLine[]::new));
            list = encoded;
        }
        return encoded;
    }

    private static Encoded[] encode(List<Change> changes) {
        SortedMap<String, String> left = new TreeMap<>();
        SortedMap<String, String> joined = new TreeMap<>();
        SortedMap<String, String> leftAgain = new TreeMap<>();
        for (Change change : changes) {
            String key = change.user().key();
            String name = change.user().name();
            if (change.joined()) {
                joined.put(key, name);
                leftAgain.remove(key);
            } else if (joined.containsKey(key)) {
                leftAgain.put(key, name);
            } else {
                left.put(key, name);
            }
        }
        List<ServerLine> lines = new ArrayList<>(ServerLine.split(List.copyOf(left.values()), ServerLine.Left::new));
        lines.addAll(ServerLine.split(List.copyOf(joined.values()), ServerLine.Joined::new));
        lines.addAll(ServerLine.split(List.copyOf(leftAgain.values()), ServerLine.Left::new));
        return Encoded.of(lines.toArray(ServerLine[]::new));
    }
}
