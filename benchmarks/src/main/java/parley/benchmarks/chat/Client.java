package parley.benchmarks.chat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;

/** One connection of a {@link Crowd}. */
final class Client {
    /** What happens to a client. */
    interface Listener {
        /** The server has taken its name. */
        void named(Client client);

        /** A line with a {@link Stamp}, which starts at an index. */
        void message(Client client, byte[] line, int stamp);
    }

    final int index;
    final String name;
    final SelectionKey key;
    private final Dialect dialect;
    private final Listener listener;
    private final Collection<Client> toFlush;
    private final SocketChannel channel;
    private byte[] unread = {};
    private ByteBuffer unwritten = ByteBuffer.allocate(128);
    private boolean named;

    /** @param toFlush takes this client when it has something to send */
    Client(int index, Dialect dialect, Listener listener, SelectionKey key, Collection<Client> toFlush) {
        this.index = index;
        this.name = name(index);
        this.dialect = dialect;
        this.listener = listener;
        this.key = key;
        this.toFlush = toFlush;
        this.channel = (SocketChannel) key.channel();
    }

    /** Nine characters at most, which any IRC server takes. */
    static String name(int index) {
        return "u" + index;
    }

    void connected() throws IOException {
        channel.finishConnect();
        key.interestOps(SelectionKey.OP_READ);
        String opening = dialect.opening(name);
        if (opening != null) {
            send(opening);
        }
    }

    /** Has the text sent with what else this client sends before {@link #flush}. */
    void send(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (unwritten.position() == 0) {
            toFlush.add(this);
        }
        if (unwritten.remaining() < bytes.length) {
            unwritten = ByteBuffer.allocate(2 * (unwritten.position() + bytes.length))
                    .put(unwritten.flip());
        }
        unwritten.put(bytes);
    }

    /** Sends what the connection takes now, the rest when it takes more. */
    void flush() throws IOException {
        channel.write(unwritten.flip());
        key.interestOps(unwritten.hasRemaining() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
        unwritten.compact();
    }

    /**
     * Reads what has come.
     *
     * @param buffer for anybody's use
     * @return false at the end of the stream
     */
    boolean readable(ByteBuffer buffer) throws IOException {
        int before = unread.length;
        buffer.clear().put(unread);
        int count = channel.read(buffer);
        byte[] bytes = buffer.array();
        int start = 0;
        for (int i = before; i < buffer.position(); i++) {
            if (bytes[i] == '\n') {
                line(bytes, start, i > start && bytes[i - 1] == '\r' ? i - 1 : i);
                start = i + 1;
            }
        }
        int left = buffer.position() - start;
        if (left > 0 || before > 0) {
            unread = Arrays.copyOfRange(bytes, start, buffer.position());
        }
        return count >= 0;
    }

    private void line(byte[] bytes, int from, int to) {
        if (named) {
            for (int i = from; i < to; i++) {
                if (bytes[i] == Stamp.MARK) {
                    listener.message(this, bytes, i);
                    return;
                }
            }
        }
        String line = new String(bytes, from, to - from, StandardCharsets.UTF_8);
        String answer = dialect.answer(name, line);
        if (answer != null) {
            send(answer);
        } else if (!named && dialect.greets(name, line)) {
            named = true;
            listener.named(this);
        }
    }
}
