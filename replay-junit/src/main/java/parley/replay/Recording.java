package parley.replay;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import parley.analyzer.capture.CaptureFile;
import parley.analyzer.capture.PacketSource;
import parley.analyzer.pipeline.AnalysisOptions;
import parley.analyzer.replay.recording.RecordedConversation;

/** A captured conversation: every connection of a capture, or one of them. */
public final class Recording {
    private final Path file;
    private final OptionalLong stream;
    private final RecordedConversation conversation;
    private final Consumer<Outcome> plays;

    private Recording(Path file, OptionalLong stream, Consumer<Outcome> plays) throws IOException {
        this.file = file;
        this.stream = stream;
        this.plays = plays;
        try (PacketSource source = CaptureFile.open(file)) {
            conversation = RecordedConversation.read(source, AnalysisOptions.DEFAULT.withStream(stream))
                    .recording();
        }
    }

    /**
     * Reads a capture.
     *
     * @param file a pcap or pcapng file, also compressed or alone in an archive
     * @throws IOException if it cannot be read; the message is a whole sentence
     */
    public static Recording of(Path file) throws IOException {
        return new Recording(file, OptionalLong.empty(), outcome -> {});
    }

    /** One connection of it where there is a number, and who is told of each play. */
    static Recording of(Path file, OptionalLong stream, Consumer<Outcome> plays) throws IOException {
        return new Recording(file, stream, plays);
    }

    /**
     * Only one connection of it.
     *
     * @param number its {@code tcp.stream} number
     * @throws IOException if the capture cannot be read once more
     */
    public Recording stream(long number) throws IOException {
        return new Recording(file, OptionalLong.of(number), plays);
    }

    /** As {@link #to(InetSocketAddress)}; the host is looked up. */
    public ClientReplay to(String host, int port) throws IOException {
        return to(new InetSocketAddress(host, port));
    }

    /**
     * Its clients, to be played against a server. Nothing is sent to any other address.
     *
     * @throws IOException if it has no connection that carried anything, or connections to several servers, or the
     *     server's host is not known; the message says which
     */
    public ClientReplay to(InetSocketAddress server) throws IOException {
        if (conversation.tracks().isEmpty()) {
            throw new IOException(this + " has no TCP connection that carried anything");
        }
        SortedSet<String> servers = new TreeSet<>();
        conversation.tracks().forEach(track -> servers.add(track.server().toString()));
        if (servers.size() > 1) {
            throw new IOException(this + " has connections to several servers (" + String.join(", ", servers)
                    + "): choose one by stream");
        }
        if (server.isUnresolved()) {
            throw new IOException(server.getHostString() + ": no such host");
        }
        return new ClientReplay(this, conversation, server, plays);
    }

    /** The file, and the number of the connection where it is one. */
    @Override
    public String toString() {
        return file + (stream.isEmpty() ? "" : ", stream " + stream.getAsLong());
    }
}
