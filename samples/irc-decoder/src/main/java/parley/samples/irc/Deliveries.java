package parley.samples.irc;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.function.ToIntFunction;
import parley.analyzer.tcp.Endpoint;

/**
 * Which message of one client the server passes on when it tells another that somebody said something: the oldest with
 * the same words, of those sent since the other was there to hear it, that it has not been told yet. What is kept is
 * bounded; of what was forgotten nothing is said.
 */
final class Deliveries {
    private static final int MAXIMUM = 10_000;
    private static final int MAXIMUM_OF_THE_SAME = 100;
    private static final int MAXIMUM_OF_ALL_READERS = 100_000;
    private static final int MAXIMUM_CHARACTERS = 4 << 20;

    private record Said(Endpoint server, String sender, String recipient, String text) {
        int characters() {
            return sender.length() + recipient.length() + text.length();
        }
    }

    /** What a connection was told. */
    private record Told(Reader reader, Said said) {}

    /** Where a connection has joined. */
    private record Joined(Reader reader, String channel) {}

    /** The entries added last, by their number and by the characters of their keys. */
    private static final class Recent<K, V> {
        private final LinkedHashMap<K, V> entries = new LinkedHashMap<>();
        private final int most;
        private final ToIntFunction<K> size;
        private long characters;

        Recent(int most, ToIntFunction<K> size) {
            this.most = most;
            this.size = size;
        }

        V get(K key, V otherwise) {
            return entries.getOrDefault(key, otherwise);
        }

        void put(K key, V value) {
            if (entries.put(key, value) == null) {
                characters += size.applyAsInt(key);
            }
            while (entries.size() > most || characters > MAXIMUM_CHARACTERS) {
                characters -= size.applyAsInt(entries.pollFirstEntry().getKey());
            }
        }
    }

    private final Recent<Said, Deque<Long>> sent = new Recent<>(MAXIMUM, Said::characters);
    private final Recent<Told, Long> told =
            new Recent<>(MAXIMUM_OF_ALL_READERS, key -> key.said().characters());
    private final Recent<Joined, Long> joined =
            new Recent<>(MAXIMUM_OF_ALL_READERS, key -> key.channel().length());

    Reader readerAt(Endpoint server) {
        return new Reader(server);
    }

    /** One connection's part in it. Messages are known by their numbers, which rise with time. */
    final class Reader {
        private final Endpoint server;
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
            joined.put(new Joined(this, channel.toLowerCase(Locale.ROOT)), number);
        }

        /** The client has said that. */
        void sent(String sender, String recipient, String text, long number) {
            Said said = said(sender, recipient, text);
            Deque<Long> same = sent.get(said, new ArrayDeque<>(1));
            same.add(number);
            sent.put(said, same);
            if (same.size() > MAXIMUM_OF_THE_SAME) {
                same.removeFirst();
            }
        }

        /** The number of the message by which somebody said what the client is told; 0 where it is not known. */
        long passedOn(String sender, String recipient, String text) {
            Said said = said(sender, recipient, text);
            Told before = new Told(this, said);
            long since = Math.max(told.get(before, 0L), joined.get(new Joined(this, said.recipient()), first));
            long number = sent.get(said, new ArrayDeque<>()).stream()
                    .filter(candidate -> candidate > since)
                    .findFirst()
                    .orElse(0L);
            if (number != 0) {
                told.put(before, number);
            }
            return number;
        }
    }
}
