package parley.analyzer.os;

import java.util.List;
import jnr.ffi.Pointer;
import parley.analyzer.os.LiveCaptureException.Kind;

/** What {@code pcap_activate}'s refusal means, and what to do about it. */
final class ActivationFailure {
    private ActivationFailure() {}

    static LiveCaptureException of(int status, String interfaceName, Libpcap.Functions libpcap, Pointer handle) {
        return switch (status) {
            case Libpcap.ERROR_NO_SUCH_DEVICE ->
                new LiveCaptureException(Kind.NO_SUCH_INTERFACE, noSuchInterface(interfaceName, names(libpcap)));
            case Libpcap.ERROR_PERMISSION_DENIED, Libpcap.ERROR_PROMISCUOUS_PERMISSION_DENIED ->
                LiveCaptureException.of(Kind.NO_PERMISSION, interfaceName, "not permitted; " + permissionAdvice());
            case Libpcap.ERROR_INTERFACE_NOT_UP ->
                LiveCaptureException.of(Kind.INTERFACE_DOWN, interfaceName, "it is down; bring it up first");
            case Libpcap.ERROR -> inItsOwnWords(interfaceName, libpcap.pcap_geterr(handle));
            default -> LiveCaptureException.of(Kind.FAILED, interfaceName, libpcap.pcap_statustostr(status));
        };
    }

    /** Devices that are no network interfaces have no status for a missing permission. */
    private static LiveCaptureException inItsOwnWords(String interfaceName, String words) {
        boolean permissionMissing = words.endsWith("Operation not permitted") || words.endsWith("Permission denied");
        return permissionMissing
                ? LiveCaptureException.of(Kind.NO_PERMISSION, interfaceName, "not permitted; " + permissionAdvice())
                : LiveCaptureException.of(Kind.FAILED, interfaceName, words);
    }

    private static String noSuchInterface(String interfaceName, List<String> there) {
        return "there is no interface %s to capture on; %s"
                .formatted(
                        interfaceName,
                        there.isEmpty()
                                ? "parley interfaces lists those there are"
                                : "those there are: " + String.join(", ", there));
    }

    /** Empty where libpcap cannot say. */
    private static List<String> names(Libpcap.Functions libpcap) {
        try {
            return Device.all(libpcap).stream().map(Device::name).toList();
        } catch (LiveCaptureException unknown) {
            return List.of();
        }
    }

    private static String permissionAdvice() {
        if (Npcap.isThisSystems()) {
            return "run as Administrator, or install Npcap without restricting it to administrators";
        }
        if (Privileges.isRoot()) {
            return "this is root without CAP_NET_RAW: start the container with --cap-add=NET_RAW";
        }
        return "use sudo, after which the files are still yours, or pipe from a tool that may capture (tcpdump -U -w - |"
                + " parley live -), or go without (parley relay)";
    }
}
