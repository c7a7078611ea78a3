package parley.analyzer.os;

import java.lang.foreign.Arena;
import jnr.ffi.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * Linux hands up each packet of its loopback interface twice, going out and coming in, and libpcap throws the first copy
 * away. Left out by the kernel they take no room in the buffer, and what is lost is counted once.
 */
final class SecondCopies {
    /** Of Linux, but for some processors, whose kernels refuse these numbers. */
    private static final int SOL_SOCKET = 1;

    private static final int SO_ATTACH_FILTER = 26;

    private SecondCopies() {}

    /**
     * Gives the kernel a filter that has it leave them out. libpcap keeps the one that it was given: it applies that itself
     * to what was captured before it was set, and what tells the copies apart is known to the kernel alone.
     *
     * @param filter that is set
     * @return whether they are left out from now on
     */
    static boolean leaveOut(Libpcap.Functions libpcap, Pointer handle, int descriptor, @Nullable String filter) {
        String once = filter == null ? "inbound" : "inbound and (" + filter + ")";
        try (Arena scratch = Arena.ofConfined()) {
            Pointer program = LiveCapture.scratchPointer(libpcap, scratch, Libpcap.PROGRAM_LENGTH);
            if (descriptor < 0 || libpcap.pcap_compile(handle, program, once, 1, Libpcap.NETMASK_UNKNOWN) < 0) {
                return false;
            }
            // struct sock_fprog counts the same instructions in 16 bits.
            Pointer attached = LiveCapture.scratchPointer(libpcap, scratch, Libpcap.PROGRAM_LENGTH);
            attached.putShort(0, (short) program.getInt(0));
            attached.putPointer(
                    Libpcap.PROGRAM_INSTRUCTIONS_OFFSET, program.getPointer(Libpcap.PROGRAM_INSTRUCTIONS_OFFSET));
            int status =
                    LibC.get().setsockopt(descriptor, SOL_SOCKET, SO_ATTACH_FILTER, attached, Libpcap.PROGRAM_LENGTH);
            libpcap.pcap_freecode(program);
            return status == 0;
        }
    }
}
