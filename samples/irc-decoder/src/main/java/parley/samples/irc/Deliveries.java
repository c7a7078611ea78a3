package parley.samples.irc;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import parley.analyzer.tcp.Endpoint;

/**
 * Which message of one client the server passes on when it tells another that somebody said something: the oldest with
 * the same words, of those sent since the other was there to hear it, that it has not been told yet. What is kept is
 * bounded; of what was forgotten nothing is said.
 */
final class Deliveries {
    private static final int MAXIMUM = 10_000;
    private static final int MAXIMUM_OF_THE_SAME = 100;

    private record Said(Endpoint server, String sender, String recipient, String text) {}

    private final Map<Said, Deque<Long>> sent = bounded(MAXIMUM);

    private static <K, V> Map<K, V> bounded(int maximum) {
        return new LinkedHashMap<>() {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > maximum;
            }
        };
    }

    Reader readerAt(Endpoint server) {
        return new Reader(server);
    }

    /** One connection's part in it. Messages are known by their numbers, which rise with time. */
    final class Reader {
        private final Endpoint server;
        private final Map<Said, Long> told = bounded(MAXIMUM);
        private final Map<String, Long> joined = bounded(MAXIMUM);
        private long first;

        private Reader(Endpoint server) {
            this.server = server;
        }

        private Said said(String sender, String recipient, String text) {
            return new Said(server, sender, recipient.toLowerCase(Locale.ROOT), text);
        }

        /** A message was seen: nothing older is passed on to this connection. */
        void began(long number) {
            first = first == 0 ? number : first;
        }

        /** From that message on, the client hears what is said on the channel. */
        void joined(String channel, long number) {
            joined.put(channel.toLowerCase(Locale.ROOT), number);
        }

        /** The client has said that. */
        void sent(String sender, String recipient, String text, long number) {
            Deque<Long> same = sent.computeIfAbsent(said(sender, recipient, text), s -> new ArrayDeque<>());
            same.add(number);
            if (same.size() > MAXIMUM_OF_THE_SAME) {
                same.removeFirst();
            }
        }

        /** The number of the message by which somebody said what the client is told; 0 where it is not known. */
        long passedOn(String sender, String recipient, String text) {
            Said said = said(sender, recipient, text);
            long since = Math.max(told.getOrDefault(said, 0L), joined.getOrDefault(said.recipient(), first));
            long number = sent.getOrDefault(said, new ArrayDeque<>()).stream()
                    .filter(candidate -> candidate > since)
                    .findFirst()
                    .orElse(0L);
            if (number != 0) {
                told.put(said, number);
            }
            return number;
        }
    }
}
