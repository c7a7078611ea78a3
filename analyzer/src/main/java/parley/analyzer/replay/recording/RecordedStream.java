package parley.analyzer.replay.recording;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import parley.analyzer.app.Direction;
import parley.analyzer.app.Message;
import parley.analyzer.tcp.StreamData;
import parley.analyzer.tcp.StreamListener;

/** The octets of one direction, with the frames that brought them, to be cut into pieces. */
final class RecordedStream {
    /**
     * Octets that came together.
     *
     * @param kept place of the first among the octets that are kept; -1 where they are missing
     * @param pushed whether its sender had nothing more to send just then
     */
    private record Run(long start, long end, int kept, long frame, long timestampNanos, boolean pushed) {
        Run by(long otherFrame, long nanos) {
            return new Run(start, end, kept, otherFrame, nanos, pushed);
        }
    }

    /** The other side has received octets that the capture does not have, or not yet. */
    private record Beyond(long acknowledged, long frame, long timestampNanos) {}

    private static final int PUSH = 0x08;

    /** Segments of one write follow each other as soon as that. */
    private static final long ONE_WRITE_NANOS = 1_000_000;

    private final ByteArrayOutputStream octets = new ByteArrayOutputStream();
    private long firstSequence = 1;
    private long acknowledged;
    private final List<Run> runs = new ArrayList<>();
    private final List<Beyond> beyond = new ArrayList<>();
    private StreamListener.@Nullable End end;
    private long endFrame;
    private long endNanos;

    void data(StreamData data) {
        beyond.clear();
        firstSequence = data.sequence() - data.offset();
        runs.add(new Run(
                data.offset(),
                data.offset() + data.length(),
                octets.size(),
                data.carrier().frame(),
                data.carrier().timestampNanos(),
                (data.carrier().flags() & PUSH) != 0));
        octets.write(data.bytes(), 0, data.length());
    }

    /** The other side has said up to where it has received; a relative sequence number. */
    void acknowledged(long sequence, long frame, long nanos) {
        long reached = sequence - firstSequence;
        if (reached > acknowledged) {
            acknowledged = reached;
            if (reached > (runs.isEmpty() ? 0 : runs.getLast().end())) {
                beyond.add(new Beyond(reached, frame, nanos));
            }
        }
    }

    /**
     * A segment was captured. Of octets that come again before they are acknowledged the first ones have not arrived,
     * though the capture has them.
     *
     * @param sequence relative
     */
    void segment(long sequence, int length, long frame, long nanos) {
        long start = Math.max(acknowledged, sequence - firstSequence);
        long stop = sequence - firstSequence + length;
        for (int i = runs.size() - 1; start < stop && i >= 0 && runs.get(i).end() > start; i--) {
            Run run = runs.get(i);
            if (run.start() < stop && run.kept() >= 0) {
                runs.set(i, run.by(frame, nanos));
            }
        }
    }

    /** Octets are missing. They had come before they were acknowledged, which may be long before that is known. */
    void gap(long offset, long length, long frame, long nanos) {
        long end = offset + length;
        Beyond shown = beyond.stream()
                .filter(each -> each.acknowledged() >= end)
                .findFirst()
                .orElse(new Beyond(end, frame, nanos));
        runs.add(new Run(offset, end, -1, shown.frame(), shown.timestampNanos(), true));
    }

    void ended(StreamListener.End how, long frame, long nanos) {
        if (end == null) {
            end = how;
            endFrame = frame;
            endNanos = nanos;
        }
    }

    boolean isEmpty() {
        return octets.size() == 0;
    }

    StreamListener.@Nullable End end() {
        return end;
    }

    long endFrame() {
        return endFrame;
    }

    long endNanos() {
        return endNanos;
    }

    /** Whether each octet that is there belongs to one of these messages. */
    boolean isCoveredBy(List<Message> messages) {
        long covered = messages.stream().mapToLong(Message::bytes).sum();
        return covered >= octets.size();
    }

    /**
     * Cut where these messages end and begin; what is in none of them as it came.
     *
     * @param firstId of the first piece; those behind it have the numbers behind it
     * @param pieceOfMessage is told which piece each message has become, by the message's number
     */
    List<Piece> pieces(Direction direction, List<Message> messages, int firstId, Map<Long, Integer> pieceOfMessage) {
        byte[] all = octets.toByteArray();
        if (direction == Direction.CLIENT) {
            joinWrites();
        }
        List<Message> inOrder = new ArrayList<>(messages);
        inOrder.sort(Comparator.comparingLong(message -> message.decoded().start()));
        List<Piece> pieces = new ArrayList<>();
        int next = 0;
        for (int i = 0; i < runs.size(); i++) {
            Run run = runs.get(i);
            long from = run.start();
            while (from < run.end()) {
                while (next < inOrder.size() && inOrder.get(next).decoded().end() <= from) {
                    next++;
                }
                Message message = next < inOrder.size() ? inOrder.get(next) : null;
                if (message != null && message.decoded().start() == from) {
                    int id = firstId + pieces.size();
                    pieceOfMessage.put(message.number(), id);
                    pieces.add(new Piece(
                            id,
                            direction,
                            last(i, message.decoded().end()).frame(),
                            last(i, message.decoded().end()).timestampNanos(),
                            from,
                            message.decoded().end(),
                            between(all, i, from, message.decoded().end()),
                            message.decoded(),
                            -1));
                    from = message.decoded().end();
                } else if (message != null && message.decoded().start() < from) {
                    // It began in an earlier run, and is a piece already.
                    from = Math.min(run.end(), message.decoded().end());
                } else {
                    long to = message == null
                            ? run.end()
                            : Math.min(run.end(), message.decoded().start());
                    pieces.add(new Piece(
                            firstId + pieces.size(),
                            direction,
                            run.frame(),
                            run.timestampNanos(),
                            from,
                            to,
                            run.kept() < 0 ? new byte[0] : between(all, i, from, to),
                            null,
                            -1));
                    from = to;
                }
            }
        }
        return pieces;
    }

    /** What one write sent in several segments had happened with the last of them. */
    private void joinWrites() {
        for (int i = runs.size() - 2; i >= 0; i--) {
            Run run = runs.get(i);
            Run next = runs.get(i + 1);
            long later = next.timestampNanos() - run.timestampNanos();
            if (!run.pushed() && next.kept() >= 0 && later >= 0 && later < ONE_WRITE_NANOS) {
                runs.set(i, run.by(next.frame(), next.timestampNanos()));
            }
        }
    }

    /** The last to be captured of the runs from the first of a piece to that which has its end. */
    private Run last(int first, long to) {
        Run last = runs.get(first);
        for (int i = first + 1; i < runs.size() && runs.get(i).start() < to; i++) {
            last = runs.get(i).frame() > last.frame() ? runs.get(i) : last;
        }
        return last;
    }

    /** @param first index of the run in which they begin */
    private byte[] between(byte[] all, int first, long from, long to) {
        ByteArrayOutputStream cut = new ByteArrayOutputStream();
        for (int i = first; i < runs.size() && runs.get(i).start() < to; i++) {
            Run run = runs.get(i);
            long start = Math.max(from, run.start());
            long stop = Math.min(to, run.end());
            if (start < stop && run.kept() >= 0) {
                int at = run.kept() + (int) (start - run.start());
                cut.writeBytes(Arrays.copyOfRange(all, at, at + (int) (stop - start)));
            }
        }
        return cut.toByteArray();
    }
}
