package parley.client;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import parley.protocol.ServerLine;

/** Hears what a server sends, in order, on the connection's own virtual thread; it may block. */
public interface ConnectionListener {
    /**
     * A line. Its text is as the server sent it: {@link TerminalText#printable} before it is shown.
     *
     * @param range its bytes in what the server has sent
     */
    void received(ServerLine line, StreamRange range);

    /**
     * The last call.
     *
     * @param cause what broke the connection; null where the server ended it in order or this side closed it
     */
    void closed(@Nullable IOException cause);
}
