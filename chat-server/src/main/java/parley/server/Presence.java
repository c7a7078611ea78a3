package parley.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import parley.protocol.ServerLine;

/**
 * Tells users who comes and goes. Changes are gathered for a while and told together; each user is told what happened
 * after the list that it was greeted with, in lines that make its list right when read in their order. With very many
 * users online, or names that make too long a list, nobody is told anything.
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

    /** News go to everybody: the more there are, the seldomer, or comings and goings alone would keep the server busy. */
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
        count++;
        listBytes += user.listBytes();
        ServerLine hello = new ServerLine.Hello(user.name());
        if (!on) {
            user.send(hello, new ServerLine.PresenceOff(count));
        } else if (count > offAbove || listBytes > longestList) {
            user.send(hello);
            turnOff();
        } else {
            change(new Change(user, true));
            List<ServerLine> lines = list();
            lines.addFirst(hello);
            user.knows = now();
            user.send(Encoded.of(lines.toArray(ServerLine[]::new)));
        }
    }

    /** Takes notice that somebody is no longer online. */
    void left(User user) {
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
        user.send(on ? Encoded.of(list().toArray(ServerLine[]::new)) : Encoded.of(new ServerLine.PresenceOff(count)));
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
        if (last.isEmpty()) {
            round = now();
        }
        Map<Long, Encoded[]> newsSince = new HashMap<>();
        int users = 0;
        for (User user : online.tailMap(last, false).values()) {
            if (users++ == TOLD_AT_A_TIME) {
                flushAfter(BETWEEN_TELLING);
                return;
            }
            Encoded[] news = newsSince.computeIfAbsent(Math.max(told, user.knows), this::news);
            if (news.length > 0) {
                user.send(news);
            }
            user.knows = now();
            last = user.key();
        }
        last = "";
        changes.subList(0, (int) (round - told)).clear();
        told = round;
        if (!changes.isEmpty()) {
            flushAfter(gathering());
        }
    }

    /** What somebody who knows the change of that number does not know yet. */
    private Encoded[] news(long known) {
        return encode(changes.subList((int) (known - told), changes.size()));
    }

    private void change(Change change) {
        changes.add(change);
        if (!isDue) {
            flushAfter(gathering());
        }
    }

    private void flushAfter(Duration time) {
        isDue = true;
        later.run(flush, time);
    }

    private Duration gathering() {
        return Duration.ofMillis(
                Math.clamp(count * GATHER_MILLIS_PER_USER, GATHER_MILLIS_AT_LEAST, GATHER_MILLIS_AT_MOST));
    }

    private void turnOff() {
        on = false;
        forget();
        Encoded[] off = Encoded.of(new ServerLine.PresenceOff(count));
        online.values().forEach(user -> user.send(off));
    }

    private void turnOn() {
        on = true;
        List<ServerLine> lines = list();
        lines.addFirst(new ServerLine.PresenceOn());
        Encoded[] encoded = Encoded.of(lines.toArray(ServerLine[]::new));
        for (User user : online.values()) {
            user.knows = now();
            user.send(encoded);
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

    private List<ServerLine> list() {
        return new ArrayList<>(
                ServerLine.online(online.values().stream().map(User::name).toList()));
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
