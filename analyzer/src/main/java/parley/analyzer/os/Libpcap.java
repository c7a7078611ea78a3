package parley.analyzer.os;

import java.util.List;
import jnr.ffi.LibraryLoader;
import jnr.ffi.Platform;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;
import jnr.ffi.types.size_t;
import org.jspecify.annotations.Nullable;
import parley.analyzer.os.LiveCaptureException.Kind;

/** The libpcap of this system (pcap(3PCAP)), loaded when it is first asked for. */
final class Libpcap {
    /** Names another library to load, by path or by name. */
    static final String LIBRARY_PROPERTY = "parley.pcap.library";

    static final int ERROR = -1;
    static final int ERROR_NO_SUCH_DEVICE = -5;
    static final int ERROR_PERMISSION_DENIED = -8;
    static final int ERROR_INTERFACE_NOT_UP = -9;
    static final int ERROR_PROMISCUOUS_PERMISSION_DENIED = -11;

    /** Octets of the buffer that error messages are written to. */
    static final int ERROR_BUFFER_LENGTH = 256;

    /** Octets of {@code struct bpf_program}: a 32-bit count of instructions, padding, a pointer to them. */
    static final int PROGRAM_LENGTH = 16;

    static final int PROGRAM_INSTRUCTIONS_OFFSET = 8;

    static final int TIMESTAMP_PRECISION_NANO = 1;
    /** A netmask for filters, which only {@code ip broadcast} asks for. */
    static final int NETMASK_UNKNOWN = 0xFFFFFFFF;

    private static @Nullable Functions loaded;

    private Libpcap() {}

    /** libpcap's functions under their own names; jnr-ffi implements them. */
    @SuppressWarnings("MethodName")
    public interface Functions {
        int pcap_findalldevs(Pointer firstOut, Pointer errorBuffer);

        void pcap_freealldevs(Pointer first);

        Pointer pcap_create(String source, Pointer errorBuffer);

        Pointer pcap_fopen_offline_with_tstamp_precision(Pointer file, int precision, Pointer errorBuffer);

        int pcap_set_snaplen(Pointer handle, int octets);

        int pcap_set_promisc(Pointer handle, int promiscuous);

        int pcap_set_timeout(Pointer handle, int milliseconds);

        int pcap_set_buffer_size(Pointer handle, int octets);

        int pcap_set_tstamp_precision(Pointer handle, int precision);

        int pcap_get_tstamp_precision(Pointer handle);

        int pcap_activate(Pointer handle);

        int pcap_setnonblock(Pointer handle, int nonblocking, Pointer errorBuffer);

        int pcap_get_selectable_fd(Pointer handle);

        int pcap_compile(Pointer handle, Pointer program, String filter, int optimize, int netmask);

        int pcap_setfilter(Pointer handle, Pointer program);

        void pcap_freecode(Pointer program);

        int pcap_next_ex(Pointer handle, Pointer headerOut, Pointer dataOut);

        int pcap_inject(Pointer handle, Pointer frame, @size_t long octets);

        int pcap_stats(Pointer handle, Pointer statistics);

        int pcap_datalink(Pointer handle);

        @Nullable
        String pcap_datalink_val_to_name(int dlt);

        String pcap_geterr(Pointer handle);

        String pcap_statustostr(int status);

        void pcap_close(Pointer handle);
    }

    /**
     * The functions. A failure is not remembered: the library may be installed and asked for again.
     *
     * @throws LiveCaptureException if there is no libpcap; the message says how to install it here
     */
    static synchronized Functions functions() throws LiveCaptureException {
        Functions functions = loaded;
        if (functions == null) {
            functions = load(candidates());
            loaded = functions;
        }
        return functions;
    }

    static Runtime runtime(Functions functions) {
        return Runtime.getRuntime(functions);
    }

    /** Loads the first of some libraries that there is. */
    static Functions load(List<String> names) throws LiveCaptureException {
        for (String name : names) {
            try {
                LibraryLoader<Functions> loader = LibraryLoader.create(Functions.class);
                if (Npcap.isThisSystems()) {
                    loader.search(Npcap.directory().toString());
                }
                return loader.failImmediately().load(name);
            } catch (UnsatisfiedLinkError e) {
                // The next name may be the one that this system has.
                continue;
            }
        }
        throw new LiveCaptureException(
                Kind.NO_LIBRARY,
                "live capture needs %s, which is not installed; %s"
                        .formatted(Npcap.isThisSystems() ? "Npcap" : "libpcap", InstallAdvice.forThisSystem()));
    }

    /** Sonames before the bare name, which exists only where development files are installed. */
    private static List<String> candidates() {
        String chosen = System.getProperty(LIBRARY_PROPERTY);
        if (chosen != null) {
            return List.of(chosen);
        }
        return switch (Platform.getNativePlatform().getOS()) {
            case WINDOWS -> List.of("wpcap");
            case LINUX -> List.of("libpcap.so.0.8", "libpcap.so.1", "pcap");
            default -> List.of("pcap");
        };
    }
}
