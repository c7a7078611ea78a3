package parley.analyzer.os;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Optional;
import jnr.ffi.Platform;
import jnr.ffi.Pointer;
import parley.analyzer.os.LiveCaptureException.Kind;

/**
 * An interface being captured: a cursor over the packets that libpcap hands up, read in place.
 *
 * <p>Used by one thread at a time, on a platform thread. The interface is not in immediate mode, for that loses bursts:
 * packets arrive in batches, at most {@value #BATCH_MILLIS} ms after the first of a batch.
 */
public final class LiveCapture implements AutoCloseable {
    /** How long the kernel gathers packets before it hands them over, in milliseconds. */
    public static final int BATCH_MILLIS = 10;

    private static final int PACKET = 1;
    private static final int NO_PACKET_YET = 0;
    /** Size of {@code struct pcap_stat} with the fields that Windows adds. */
    private static final int STATISTICS_LENGTH = 24;

    private static final long STATISTICS_DROPPED_OFFSET = 4;

    private final Libpcap.Functions libpcap;
    private final Pointer handle;
    private final String interfaceName;
    private final int descriptor;
    private final PacketHeaderLayout layout;
    private final boolean nanoseconds;
    /** Whether the kernel hands up a loopback packet going out and coming in, and counts both. */
    private final boolean countsTwice;

    private final int linkType;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment headerOut = arena.allocate(ValueLayout.ADDRESS);
    private final MemorySegment dataOut = arena.allocate(ValueLayout.ADDRESS);
    private final Pointer headerOutPointer;
    private final Pointer dataOutPointer;

    private MemorySegment header = MemorySegment.NULL;
    private MemorySegment data = MemorySegment.NULL;
    private long droppedAtClose = -1;

    private LiveCapture(
            Libpcap.Functions libpcap, Pointer handle, String interfaceName, boolean countsTwice, int descriptor) {
        this.libpcap = libpcap;
        this.handle = handle;
        this.interfaceName = interfaceName;
        this.descriptor = descriptor;
        Platform.OS os = Platform.getNativePlatform().getOS();
        this.layout = PacketHeaderLayout.of(os);
        this.nanoseconds = libpcap.pcap_get_tstamp_precision(handle) == Libpcap.TIMESTAMP_PRECISION_NANO;
        this.countsTwice = countsTwice;
        this.linkType = DataLinks.toLinkType(libpcap.pcap_datalink(handle), os);
        this.headerOutPointer = Pointer.wrap(Libpcap.runtime(libpcap), headerOut.address());
        this.dataOutPointer = Pointer.wrap(Libpcap.runtime(libpcap), dataOut.address());
    }

    /**
     * Opens an interface. Once this returns, its packets are being captured.
     *
     * @throws LiveCaptureException if it cannot be captured; the message is complete
     */
    public static LiveCapture open(CaptureOptions options) throws LiveCaptureException {
        Libpcap.Functions libpcap = Libpcap.functions();
        String name = options.interfaceName();
        try (Arena scratch = Arena.ofConfined()) {
            Pointer error = scratchPointer(libpcap, scratch, Libpcap.ERROR_BUFFER_LENGTH);
            Pointer handle = libpcap.pcap_create(name, error);
            if (handle == null) {
                throw new LiveCaptureException(
                        Kind.FAILED, "cannot capture on %s: %s".formatted(name, error.getString(0)));
            }
            boolean opened = false;
            try {
                activate(libpcap, handle, options);
                setFilter(libpcap, handle, options, scratch);
                int descriptor = Readiness.prepare(libpcap, handle, name, error);
                boolean countsTwice = Platform.getNativePlatform().getOS() == Platform.OS.LINUX
                        && LoopbackInterface.isNamed(name)
                        && !SecondCopies.leaveOut(libpcap, handle, descriptor, options.filter());
                LiveCapture capture = new LiveCapture(
                        libpcap, handle, name, countsTwice, Readiness.prepare(libpcap, handle, name, error));
                opened = true;
                return capture;
            } finally {
                if (!opened) {
                    libpcap.pcap_close(handle);
                }
            }
        }
    }

    /**
     * Has libpcap read a pcap file that is in memory, packet by packet as an interface is read; past the last one
     * {@link #next} fails.
     *
     * @param file stays as it is until {@link #close}
     * @return empty where the system cannot open memory as a file, as Windows
     * @throws LiveCaptureException if there is no libpcap, or it cannot read the file
     */
    public static Optional<LiveCapture> inMemory(MemorySegment file) throws LiveCaptureException {
        if (Npcap.isThisSystems()) {
            return Optional.empty();
        }
        Libpcap.Functions libpcap = Libpcap.functions();
        Pointer stream =
                LibC.get().fmemopen(Pointer.wrap(Libpcap.runtime(libpcap), file.address()), file.byteSize(), "r");
        if (stream == null) {
            return Optional.empty();
        }
        try (Arena scratch = Arena.ofConfined()) {
            Pointer error = scratchPointer(libpcap, scratch, Libpcap.ERROR_BUFFER_LENGTH);
            Pointer handle =
                    libpcap.pcap_fopen_offline_with_tstamp_precision(stream, Libpcap.TIMESTAMP_PRECISION_NANO, error);
            if (handle == null) {
                throw new LiveCaptureException(Kind.FAILED, "cannot read packets in memory: " + error.getString(0));
            }
            return Optional.of(new LiveCapture(libpcap, handle, "memory", false, Readiness.NO_DESCRIPTOR));
        }
    }

    /**
     * Loads libpcap, so that a missing one is known before anything is started.
     *
     * @throws LiveCaptureException of kind {@link Kind#NO_LIBRARY}
     */
    public static void requireLibrary() throws LiveCaptureException {
        Libpcap.functions();
    }

    private static void activate(Libpcap.Functions libpcap, Pointer handle, CaptureOptions options)
            throws LiveCaptureException {
        libpcap.pcap_set_snaplen(handle, options.snapLength());
        libpcap.pcap_set_promisc(handle, options.promiscuous() ? 1 : 0);
        libpcap.pcap_set_timeout(handle, BATCH_MILLIS);
        libpcap.pcap_set_buffer_size(handle, options.bufferOctets());
        // Where nanoseconds are not to be had the handle stays at microseconds, which is asked for afterwards.
        libpcap.pcap_set_tstamp_precision(handle, Libpcap.TIMESTAMP_PRECISION_NANO);
        int status = libpcap.pcap_activate(handle);
        if (status < 0) {
            throw ActivationFailure.of(status, options.interfaceName(), libpcap, handle);
        }
    }

    private static void setFilter(Libpcap.Functions libpcap, Pointer handle, CaptureOptions options, Arena scratch)
            throws LiveCaptureException {
        String filter = options.filter();
        if (filter == null) {
            return;
        }
        Pointer program = scratchPointer(libpcap, scratch, Libpcap.PROGRAM_LENGTH);
        if (libpcap.pcap_compile(handle, program, filter, 1, Libpcap.NETMASK_UNKNOWN) < 0) {
            throw badFilter(libpcap, handle, program, filter);
        }
        int status = libpcap.pcap_setfilter(handle, program);
        libpcap.pcap_freecode(program);
        if (status < 0) {
            throw new LiveCaptureException(
                    Kind.FAILED,
                    "cannot filter on %s: %s".formatted(options.interfaceName(), libpcap.pcap_geterr(handle)));
        }
    }

    private static LiveCaptureException badFilter(
            Libpcap.Functions libpcap, Pointer handle, Pointer program, String filter) {
        String complaint = libpcap.pcap_geterr(handle);
        String explained = FilterCheck.explain(filter, complaint, candidate -> {
            boolean compiled = libpcap.pcap_compile(handle, program, candidate, 1, Libpcap.NETMASK_UNKNOWN) == 0;
            if (compiled) {
                libpcap.pcap_freecode(program);
            }
            return compiled;
        });
        return new LiveCaptureException(Kind.BAD_FILTER, explained + "; man pcap-filter describes its language");
    }

    static Pointer scratchPointer(Libpcap.Functions libpcap, Arena scratch, long octets) {
        return Pointer.wrap(
                Libpcap.runtime(libpcap),
                scratch.allocate(octets, ValueLayout.ADDRESS.byteAlignment()).address());
    }

    /**
     * Moves on to the next packet; what the last one's {@link #data} was is no longer valid.
     *
     * @param waitMillis how long to wait where none is there yet, 0 for not at all
     * @return false if there is none
     * @throws LiveCaptureException if the interface fails, for instance because it has gone
     */
    public boolean next(int waitMillis) throws LiveCaptureException {
        if (read()) {
            return true;
        }
        if (waitMillis == 0) {
            return false;
        }
        Readiness.await(new int[] {descriptor}, waitMillis);
        return read();
    }

    /**
     * Waits for a packet of any of some captures; {@link #next} tells of which. Where the system has nothing to wait
     * by, this returns sooner.
     *
     * @param waitMillis how long at most, at least 1
     */
    public static void await(List<LiveCapture> captures, int waitMillis) {
        Readiness.await(
                captures.stream().mapToInt(capture -> capture.descriptor).toArray(), waitMillis);
    }

    private boolean read() throws LiveCaptureException {
        int status = libpcap.pcap_next_ex(handle, headerOutPointer, dataOutPointer);
        if (status == NO_PACKET_YET) {
            return false;
        }
        if (status != PACKET) {
            throw new LiveCaptureException(
                    Kind.FAILED, "capturing on %s ended: %s".formatted(interfaceName, libpcap.pcap_geterr(handle)));
        }
        // Bound to the arena: reading a packet after close throws instead of touching unmapped memory.
        header = headerOut.get(ValueLayout.ADDRESS, 0).reinterpret(layout.length(), arena, null);
        data = dataOut.get(ValueLayout.ADDRESS, 0).reinterpret(capturedLength(), arena, null);
        return true;
    }

    /** The packet's captured octets, in libpcap's memory: valid until {@link #next} or {@link #close}. */
    public MemorySegment data() {
        return data;
    }

    /** When the packet was captured, in nanoseconds since 1970-01-01T00:00:00Z. */
    public long timestampNanos() {
        long fraction = layout.fraction(header);
        return layout.seconds(header) * 1_000_000_000L + (nanoseconds ? fraction : fraction * 1_000);
    }

    /** Octets of the packet that were kept. */
    public int capturedLength() {
        return layout.capturedLength(header);
    }

    /** Octets that the packet had on the wire. */
    public int originalLength() {
        return layout.originalLength(header);
    }

    /** The LINKTYPE_ number of the interface's packets. */
    public int linkType() {
        return linkType;
    }

    /** What libpcap calls the interface's link type, for instance {@code EN10MB}; empty if it has no name for it. */
    public Optional<String> linkTypeName() {
        return Optional.ofNullable(libpcap.pcap_datalink_val_to_name(libpcap.pcap_datalink(handle)));
    }

    /** Decimal digits of a second that timestamps have: 9 or 6. */
    public int timestampDigits() {
        return nanoseconds ? 9 : 6;
    }

    /**
     * Packets that matched the filter and were lost since the capture began because the buffer was full; 0 where the
     * system does not say. After {@link #close}, as it was then.
     */
    public long dropped() {
        if (droppedAtClose >= 0) {
            return droppedAtClose;
        }
        try (Arena scratch = Arena.ofConfined()) {
            Pointer statistics = scratchPointer(libpcap, scratch, STATISTICS_LENGTH);
            if (libpcap.pcap_stats(handle, statistics) < 0) {
                return 0;
            }
            long counted = Integer.toUnsignedLong(statistics.getInt(STATISTICS_DROPPED_OFFSET));
            return countsTwice ? (counted + 1) / 2 : counted;
        }
    }

    /** Ends the capture. The last packet's memory can no longer be read. */
    @Override
    public void close() {
        if (droppedAtClose < 0) {
            droppedAtClose = dropped();
            arena.close();
            libpcap.pcap_close(handle);
        }
    }
}
