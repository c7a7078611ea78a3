package parley.analyzer.capture;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Several captures as one, by time: of the packets that come next in each the earliest is given, of equal ones that of
 * the capture named last, and one without a timestamp at once. So mergecap orders them, and the frame numbers are
 * those of its output. A capture that breaks off ends, and the others go on.
 */
public final class MergedSource implements PacketSource {
    private static final class Input {
        private final String name;
        private final PacketSource source;
        private final Packet head = new Packet();
        private final Map<Integer, Integer> interfaces = new HashMap<>();
        private long given;
        private boolean hasHead;
        private boolean over;

        Input(String name, PacketSource source) {
            this.name = name;
            this.source = source;
        }

        boolean fill() throws IOException {
            if (!hasHead && !over) {
                hasHead = source.next(head);
                over = !hasHead;
            }
            return hasHead;
        }

        boolean comesBefore(Input named) {
            return named.head.hasTimestamp()
                    && (!head.hasTimestamp() || head.timestampNanos() <= named.head.timestampNanos());
        }
    }

    private final List<Input> inputs = new ArrayList<>();
    private final List<CaptureInterface> interfaces = new ArrayList<>();
    private long number;

    /**
     * Merges sources, which closing this closes.
     *
     * @param sources by their names, in the order that decides between packets of one time
     */
    public MergedSource(Map<String, PacketSource> sources) {
        sources.forEach((name, source) -> inputs.add(new Input(name, source)));
    }

    @Override
    public boolean next(Packet packet) throws IOException {
        Input first = null;
        for (Input input : inputs) {
            if (input.fill() && (first == null || input.comesBefore(first))) {
                first = input;
            }
        }
        if (first == null) {
            return false;
        }
        Packet head = first.head;
        packet.set(
                ++number,
                head.timestampNanos(),
                interfaceOf(first),
                head.linkType(),
                head.data(),
                head.offset(),
                head.capturedLength(),
                head.originalLength());
        packet.setComment(head.comment());
        if (!head.hasTimestamp()) {
            packet.setWithoutTimestamp();
        }
        first.hasHead = false;
        first.given++;
        return true;
    }

    private int interfaceOf(Input input) {
        return input.interfaces.computeIfAbsent(input.head.interfaceId(), id -> {
            interfaces.add(input.source.interfaces().get(id));
            return interfaces.size() - 1;
        });
    }

    /** How many packets the capture of that name has given; 0 where there is none. */
    public long packetsOf(String name) {
        return inputs.stream()
                .filter(input -> input.name.equals(name))
                .mapToLong(input -> input.given)
                .sum();
    }

    /** Those that packets have come from. */
    @Override
    public List<CaptureInterface> interfaces() {
        return Collections.unmodifiableList(interfaces);
    }

    /** That of the first capture that broke off, which its reason names. */
    @Override
    public Optional<CaptureFault> fault() {
        for (Input input : inputs) {
            @Nullable CaptureFault fault = input.source.fault().orElse(null);
            if (fault != null) {
                return Optional.of(new CaptureFault(fault.offset(), "in " + input.name + ", " + fault.reason()));
            }
        }
        return Optional.empty();
    }

    /** That of the first capture that a relay made. */
    @Override
    public Optional<String> relayed() {
        return inputs.stream().flatMap(input -> input.source.relayed().stream()).findFirst();
    }

    @Override
    public long octetsRead() {
        return inputs.stream().mapToLong(input -> input.source.octetsRead()).sum();
    }

    @Override
    public long dropped() {
        return inputs.stream().mapToLong(input -> input.source.dropped()).sum();
    }

    @Override
    public void stop() {
        inputs.forEach(input -> input.source.stop());
    }

    @Override
    public void close() throws IOException {
        IOException failure = null;
        for (Input input : inputs) {
            try {
                input.source.close();
            } catch (IOException unclosed) {
                failure = unclosed;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
