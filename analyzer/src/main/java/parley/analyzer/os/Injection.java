package parley.analyzer.os;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import jnr.constants.platform.Errno;
import jnr.ffi.Platform;
import jnr.ffi.Pointer;
import parley.analyzer.os.LiveCaptureException.Kind;

/** An interface that frames are sent on through libpcap. */
public final class Injection implements FrameOutput {
    /** Most octets of a frame: more than any interface takes. */
    public static final int LARGEST_FRAME = 1 << 19;

    /** What comes in meanwhile is of no interest: as little as possible is kept of it. */
    private static final int SMALLEST_BUFFER = 1 << 16;

    private static final String NOTHING = "len <= 0";

    private final Libpcap.Functions libpcap;
    private final jnr.ffi.Runtime runtime;
    private final Pointer handle;
    private final String interfaceName;
    private final int linkType;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment frame = arena.allocate(LARGEST_FRAME, Long.BYTES);
    private final Pointer framePointer;
    private String limit = "";
    private boolean tooLarge;
    private boolean closed;

    private Injection(Libpcap.Functions libpcap, Pointer handle, String interfaceName) {
        this.libpcap = libpcap;
        this.runtime = Libpcap.runtime(libpcap);
        this.handle = handle;
        this.interfaceName = interfaceName;
        this.linkType = DataLinks.toLinkType(
                libpcap.pcap_datalink(handle), Platform.getNativePlatform().getOS());
        this.framePointer = Pointer.wrap(runtime, frame.address());
    }

    /**
     * Opens an interface for sending; nothing is sent yet.
     *
     * @throws LiveCaptureException if there is none of that name, this user may not, or there is no libpcap; the
     *     message is complete
     */
    public static Injection open(String interfaceName) throws LiveCaptureException {
        Libpcap.Functions libpcap = functions();
        try (Arena scratch = Arena.ofConfined()) {
            Pointer error = LiveCapture.scratchPointer(libpcap, scratch, Libpcap.ERROR_BUFFER_LENGTH);
            Pointer handle = libpcap.pcap_create(interfaceName, error);
            if (handle == null) {
                throw failure(Kind.FAILED, interfaceName, error.getString(0));
            }
            boolean opened = false;
            try {
                activate(libpcap, handle, interfaceName);
                ignoreWhatComesIn(libpcap, handle, scratch);
                Injection injection = new Injection(libpcap, handle, interfaceName);
                opened = true;
                return injection;
            } finally {
                if (!opened) {
                    libpcap.pcap_close(handle);
                }
            }
        }
    }

    private static Libpcap.Functions functions() throws LiveCaptureException {
        try {
            return Libpcap.functions();
        } catch (LiveCaptureException missing) {
            throw new LiveCaptureException(
                    missing.kind(),
                    "sending packets needs %s, which is not installed; %s"
                            .formatted(Npcap.isThisSystems() ? "Npcap" : "libpcap", InstallAdvice.forThisSystem()));
        }
    }

    private static void activate(Libpcap.Functions libpcap, Pointer handle, String interfaceName)
            throws LiveCaptureException {
        libpcap.pcap_set_snaplen(handle, 1);
        libpcap.pcap_set_promisc(handle, 0);
        libpcap.pcap_set_timeout(handle, LiveCapture.BATCH_MILLIS);
        libpcap.pcap_set_buffer_size(handle, SMALLEST_BUFFER);
        int status = libpcap.pcap_activate(handle);
        if (status < 0) {
            LiveCaptureException why = ActivationFailure.of(status, interfaceName, libpcap, handle);
            throw switch (why.kind()) {
                case NO_SUCH_INTERFACE ->
                    new LiveCaptureException(
                            why.kind(),
                            "there is no interface %s to send on; parley interfaces lists those there are"
                                    .formatted(interfaceName));
                case NO_PERMISSION -> failure(why.kind(), interfaceName, "not permitted; " + permissionAdvice());
                default -> failure(why.kind(), interfaceName, why.reason());
            };
        }
    }

    private static String permissionAdvice() {
        if (Npcap.isThisSystems()) {
            return "run as Administrator, or install Npcap without restricting it to administrators";
        }
        return Privileges.isRoot()
                ? "this is root without CAP_NET_RAW: start the container with --cap-add=NET_RAW"
                : "run the same command as root, for instance with sudo";
    }

    /** Without it every packet that comes in would be handed to a reader whom there is not. */
    private static void ignoreWhatComesIn(Libpcap.Functions libpcap, Pointer handle, Arena scratch) {
        Pointer program = LiveCapture.scratchPointer(libpcap, scratch, 16);
        if (libpcap.pcap_compile(handle, program, NOTHING, 1, Libpcap.NETMASK_UNKNOWN) >= 0) {
            libpcap.pcap_setfilter(handle, program);
            libpcap.pcap_freecode(program);
        }
    }

    private static LiveCaptureException failure(Kind kind, String interfaceName, String reason) {
        return new LiveCaptureException(kind, "cannot send on %s: %s".formatted(interfaceName, reason));
    }

    @Override
    public MemorySegment frame() {
        return frame;
    }

    @Override
    public int linkType() {
        return linkType;
    }

    @Override
    public Outcome send(int length) throws LiveCaptureException {
        if (libpcap.pcap_inject(handle, framePointer, length) >= 0) {
            return Outcome.SENT;
        }
        Errno why = Errno.valueOf(runtime.getLastError());
        tooLarge = why == Errno.EMSGSIZE;
        return switch (why) {
            case EMSGSIZE -> Outcome.TOO_LARGE;
            case ENOBUFS, EAGAIN, EINTR -> Outcome.QUEUE_FULL;
            case ENETDOWN, ENXIO, ENODEV, EBADF ->
                throw failure(Kind.FAILED, interfaceName, libpcap.pcap_geterr(handle));
            default -> Outcome.REFUSED;
        };
    }

    @Override
    public String refusal() {
        return tooLarge ? limit() : libpcap.pcap_geterr(handle);
    }

    private String limit() {
        if (limit.isEmpty()) {
            limit = mtu(interfaceName).map(octets -> "its MTU is " + octets).orElse("its MTU is smaller");
        }
        return limit;
    }

    /** Java does not know interfaces without an address; Linux tells it in a file of each. */
    private static Optional<String> mtu(String interfaceName) {
        try {
            NetworkInterface named = NetworkInterface.getByName(interfaceName);
            return Optional.of(
                    named == null
                            ? Files.readString(Path.of("/sys/class/net", interfaceName, "mtu"))
                                    .strip()
                            : Integer.toString(named.getMTU()));
        } catch (IOException notKnown) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            arena.close();
            libpcap.pcap_close(handle);
        }
    }
}
