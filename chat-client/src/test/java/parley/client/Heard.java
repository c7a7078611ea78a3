package parley.client;

import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import parley.protocol.ServerLine;

/** Keeps what one connection received. */
final class Heard implements ConnectionListener {
    private static final long PATIENCE_SECONDS = 20;

    private final BlockingQueue<ServerLine> lines = new LinkedBlockingQueue<>();
    private final CompletableFuture<@Nullable IOException> ended = new CompletableFuture<>();

    @Override
    public void received(ServerLine line, StreamRange range) {
        lines.add(line);
    }

    @Override
    public void closed(@Nullable IOException cause) {
        ended.complete(cause);
    }

    /** The next line. */
    ServerLine next() throws InterruptedException {
        ServerLine line = lines.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (line == null) {
            throw new AssertionError("no line came");
        }
        return line;
    }

    /** Passes over lines up to this one. */
    void until(String line) throws InterruptedException {
        while (!next().format().equals(line)) {
            // Each wait has its own end.
        }
    }

    /** What broke the connection; null for an end in order. */
    @Nullable
    IOException ended() throws Exception {
        return ended.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
}
