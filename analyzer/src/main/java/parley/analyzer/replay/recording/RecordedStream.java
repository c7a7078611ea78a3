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
     */
    private record Run(long start, long end, int kept, long frame, long timestampNanos) {}

    private final ByteArrayOutputStream octets = new ByteArrayOutputStream();
    private final List<Run> runs = new ArrayList<>();
    private StreamListener.@Nullable End end;
    private long endFrame;
    private long endNanos;

    void data(StreamData data) {
        runs.add(new Run(
                data.offset(),
                data.offset() + data.length(),
                octets.size(),
                data.carrier().frame(),
                data.carrier().timestampNanos()));
        octets.write(data.bytes(), 0, data.length());
    }

    void gap(long offset, long length, long frame, long nanos) {
        runs.add(new Run(offset, offset + length, -1, frame, nanos));
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
                            message.last().frame(),
                            message.timestampNanos(),
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
