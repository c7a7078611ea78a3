package parley.analyzer.capture;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import parley.analyzer.testing.Frame;

/**
 * All that a capture gave.
 *
 * @param fault what ended it before its time, or null
 * @param bufferSize octets that reading held at its end
 */
record Reading(
        List<Frame> frames,
        List<Long> numbers,
        List<@Nullable String> comments,
        List<Integer> interfaceIds,
        List<Integer> linkTypes,
        List<CaptureInterface> interfaces,
        @Nullable CaptureFault fault,
        long dropped,
        long bufferSize) {

    /** Reads a file from its octets; fails where it is none that can be opened. */
    static Reading of(byte[] file) {
        try {
            return open(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Reads the first octets of a file. */
    static Reading cut(byte[] file, int length) {
        return of(Arrays.copyOf(file, length));
    }

    static Reading open(byte[] file) throws IOException {
        CaptureInput input = new CaptureInput(Channels.newChannel(new ByteArrayInputStream(file)), "capture");
        try (PacketSource source = CaptureFile.open(input, "capture")) {
            return of(source).withBuffer(input.buffer().byteSize());
        }
    }

    /** Reads a source to its end; {@code bufferSize} is not known. */
    static Reading of(PacketSource source) throws IOException {
        List<Frame> frames = new ArrayList<>();
        List<Long> numbers = new ArrayList<>();
        List<@Nullable String> comments = new ArrayList<>();
        List<Integer> interfaceIds = new ArrayList<>();
        List<Integer> linkTypes = new ArrayList<>();
        Packet packet = new Packet();
        while (source.next(packet)) {
            frames.add(new Frame(packet.timestampNanos(), packet.bytes(), packet.originalLength()));
            comments.add(packet.comment());
            interfaceIds.add(packet.interfaceId());
            linkTypes.add(packet.linkType());
            if (!numbers.isEmpty() && packet.number() <= numbers.getLast()) {
                throw new AssertionError("packet " + packet.number() + " comes after " + numbers.getLast());
            }
            numbers.add(packet.number());
        }
        if (source.next(packet)) {
            throw new AssertionError("a packet after the end");
        }
        return new Reading(
                frames,
                numbers,
                comments,
                interfaceIds,
                linkTypes,
                List.copyOf(source.interfaces()),
                source.fault().orElse(null),
                source.dropped(),
                0);
    }

    private Reading withBuffer(long size) {
        return new Reading(frames, numbers, comments, interfaceIds, linkTypes, interfaces, fault, dropped, size);
    }
}
