package parley.analyzer.capture;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Gives packets one by one in the order of the capture. */
public interface PacketSource extends Closeable {
    /**
     * Points {@code packet} at the next packet; waits for one where the source is live.
     *
     * @return false at the end: of the file, or after {@link #stop}
     * @throws IOException if the file or the interface fails; a file's broken content is a {@link #fault} instead
     */
    boolean next(Packet packet) throws IOException;

    /** The interfaces known so far; a packet's interface is always among them. */
    List<CaptureInterface> interfaces();

    /** What ended the capture before its time; known once {@link #next} has returned false. */
    Optional<CaptureFault> fault();

    /** What the file says of itself, as far as it has been read; empty where the source is no file. */
    default Optional<FileDetails> details() {
        return Optional.empty();
    }

    /**
     * What a file of these packets says of itself where a relay made them, from what it carried; empty where they were
     * captured.
     */
    default Optional<String> relayed() {
        return details().flatMap(FileDetails::relayed);
    }

    /** How far the file, or all files, have been read, in octets as they are stored; 0 where the source is no file. */
    default long octetsRead() {
        return 0;
    }

    /** Packets that the capturing system saw and did not keep; 0 where that is not known. */
    long dropped();

    /** Of these, those of one interface; where that is not known apart, all of them are the first one's. */
    default long dropped(int interfaceId) {
        return interfaceId == 0 ? dropped() : 0;
    }

    /**
     * Has {@code action} run on the source's thread each time {@link #next} is about to wait because nothing has been
     * captured that was not given, and again while it waits: the moment to write out what is buffered. A source that
     * never waits never runs it. A later action takes an earlier one's place.
     */
    default void onIdle(IdleAction action) {}

    /** Makes a live source end: packets already captured are still given. May be called from any thread. */
    void stop();

    @Override
    void close() throws IOException;

    /** What is done while nothing is captured. */
    @FunctionalInterface
    interface IdleAction {
        /** @throws IOException becomes one of {@link PacketSource#next} */
        void run() throws IOException;
    }
}
