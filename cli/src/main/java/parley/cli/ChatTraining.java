package parley.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import parley.client.LocalPort;
import parley.client.Transport;
import parley.client.session.ChatSession;
import parley.client.session.SessionEvent;
import parley.client.terminal.TerminalClient;
import parley.protocol.ClientLine;
import parley.server.ChatServer;
import parley.server.ServerOptions;

/** A short chat at a terminal that nobody sees, for what the client at a terminal loads. */
final class ChatTraining {
    private static final Duration LONGEST = Duration.ofSeconds(20);
    private static final String USER = "Ofir";
    private static final String PEER = "Roony";

    private ChatTraining() {}

    /** Returns when the chat is over or cannot be held here. */
    static void hold() {
        Thread chat = Thread.ofPlatform().daemon().start(ChatTraining::chat);
        try {
            chat.join(LONGEST);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static void chat() {
        CountDownLatch peerOnline = new CountDownLatch(1);
        try (ChatServer server = ChatServer.start(ServerOptions.defaults().withPort(0));
                PipedOutputStream keys = new PipedOutputStream();
                Terminal terminal = TerminalBuilder.builder()
                        .system(false)
                        .streams(new PipedInputStream(keys), OutputStream.nullOutputStream())
                        .type("xterm-256color")
                        .encoding(StandardCharsets.UTF_8)
                        .build();
                ChatSession _ = peer(server, keys, peerOnline)) {
            peerOnline.await();
            type(keys, "to " + PEER + " - good morning\r");
            new TerminalClient(terminal, "").run(server.address(), LocalPort.ANY, Transport.PLAIN, USER);
        } catch (IOException | IllegalStateException nowhere) {
            // A system on which there is no such terminal starts without what it would have loaded.
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** Somebody who answers the first message, after which the user leaves. */
    private static ChatSession peer(ChatServer server, OutputStream keys, CountDownLatch online) {
        AtomicReference<ChatSession> self = new AtomicReference<>();
        ChatSession peer = new ChatSession(server.address(), LocalPort.ANY, event -> {
            switch (event) {
                case SessionEvent.Named _ -> online.countDown();
                case SessionEvent.Message message ->
                    self.get().submit(1, new ClientLine.Direct("", List.of(message.sender()), message.text()));
                case SessionEvent.Written _ -> type(keys, "exit\r");
                default -> {}
            }
        });
        self.set(peer);
        peer.name(PEER);
        return peer;
    }

    private static void type(OutputStream keys, String text) {
        try {
            keys.write(text.getBytes(StandardCharsets.UTF_8));
            keys.flush();
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }
}
