package parley.analyzer.app.chat;

import java.util.ArrayList;
import java.util.List;
import parley.analyzer.app.Conversation;
import parley.analyzer.tcp.StreamData;
import parley.protocol.ChatLimits;
import parley.protocol.LineFramer;
import parley.protocol.Quota;

/**
 * Finds the lines of a chat client. What it sends before the server's dialect is known is kept: Parley's clients end a
 * line by LF or by a pause, each of the {@link Writes} of a client of the first server is a line.
 */
final class ClientLines {
    /** Longer than any client's line: what the server refuses as too long is shown all the same. */
    private static final int LIMIT = 16 * ChatLimits.LINE_BYTES;

    private static final int KEPT_PIECES = 1024;

    /** What a piece takes besides its octets. */
    private static final int PIECE = 200;

    private static final long PAUSE_NANOS = ChatLimits.UNTERMINATED_PAUSE.toNanos();

    private final Conversation conversation;
    private final Sink sink;
    private final Writes writes;
    private final LineFramer framer;
    private final Quota quota;
    private final List<Runnable> kept = new ArrayList<>();
    private Dialect dialect = Dialect.UNKNOWN;
    private long keptOctets;
    private long taken;
    private long lastNanos;
    private long nowNanos;

    /** Receives the lines in order. */
    interface Sink extends LineFramer.Sink, Writes.Sink {}

    /** @param quota of octets that are kept of all connections */
    ClientLines(Conversation conversation, Sink sink, Quota quota) {
        this.conversation = conversation;
        this.sink = sink;
        this.quota = quota;
        this.writes = new Writes(conversation, sink, LIMIT, quota);
        this.framer = new LineFramer(LIMIT, quota);
    }

    /** From now on lines are read so; what was kept comes out. */
    void learn(Dialect learned) {
        writes.close();
        dialect = learned;
        List<Runnable> all = List.copyOf(kept);
        kept.clear();
        quota.give(taken);
        taken = 0;
        all.forEach(Runnable::run);
        endPausedLine(nowNanos);
    }

    void data(StreamData data) {
        switch (dialect) {
            case UNKNOWN -> {
                StreamData copy = data.copy();
                keep(() -> data(copy), data.length());
            }
            case FIRST -> {
                writes.data(data);
                framer.gap(data.length(), sink);
            }
            case PARLEY -> terminatedOrPaused(data);
        }
    }

    private void keep(Runnable piece, int octets) {
        kept.add(piece);
        keptOctets += octets;
        boolean hasRoom = quota.take(PIECE + octets);
        taken += hasRoom ? PIECE + octets : 0;
        if (!hasRoom || kept.size() == KEPT_PIECES || keptOctets > LIMIT) {
            conversation.limitReached();
            learn(Dialect.PARLEY);
        }
    }

    private void terminatedOrPaused(StreamData data) {
        long now = data.carrier().timestampNanos();
        wake(now);
        framer.accept(data.bytes(), 0, data.length(), sink);
        lastNanos = now;
        if (framer.hasOpenLine() && !framer.terminates()) {
            conversation.wakeAt(now + PAUSE_NANOS);
        }
    }

    /** The capture's time has come this far. */
    void wake(long nanos) {
        nowNanos = Math.max(nowNanos, nanos);
        endPausedLine(nanos);
    }

    private void endPausedLine(long nanos) {
        writes.wake(nanos);
        if (framer.hasOpenLine() && nanos - lastNanos >= PAUSE_NANOS) {
            framer.pause(sink);
        }
    }

    /** The server has answered what is open: it has ended, whether by a pause or not. */
    void answered() {
        framer.pause(sink);
    }

    void gap(long length) {
        if (dialect == Dialect.UNKNOWN) {
            keep(() -> gap(length), 0);
        } else if (dialect == Dialect.FIRST) {
            writes.gap();
            framer.gap(length, sink);
        } else {
            framer.gap(length, sink);
        }
    }

    /** The client has closed its direction. */
    void close() {
        if (dialect == Dialect.UNKNOWN) {
            keep(this::close, 0);
        } else {
            writes.close();
            framer.close(sink);
        }
    }

    /** Nothing more comes, and nothing will tell the dialect any more. */
    void over() {
        if (dialect == Dialect.UNKNOWN) {
            learn(Dialect.PARLEY);
        }
        writes.close();
        framer.close(sink);
    }
}
