package parley.analyzer.os;

import jnr.ffi.Pointer;
import parley.analyzer.os.LiveCaptureException.Kind;

/** What {@code pcap_activate}'s refusal means, and what to do about it. */
final class ActivationFailure {
    private ActivationFailure() {}

    static LiveCaptureException of(int status, String interfaceName, Libpcap.Functions libpcap, Pointer handle) {
        return switch (status) {
            case Libpcap.ERROR_NO_SUCH_DEVICE ->
                new LiveCaptureException(Kind.NO_SUCH_INTERFACE, noSuchInterface(interfaceName));
            case Libpcap.ERROR_PERMISSION_DENIED, Libpcap.ERROR_PROMISCUOUS_PERMISSION_DENIED ->
                new LiveCaptureException(Kind.NO_PERMISSION, noPermission(interfaceName));
            case Libpcap.ERROR_INTERFACE_NOT_UP ->
                new LiveCaptureException(
                        Kind.INTERFACE_DOWN,
                        "cannot capture on %s: it is down; bring it up first".formatted(interfaceName));
            case Libpcap.ERROR ->
                new LiveCaptureException(
                        Kind.FAILED, "cannot capture on %s: %s".formatted(interfaceName, libpcap.pcap_geterr(handle)));
            default ->
                new LiveCaptureException(
                        Kind.FAILED,
                        "cannot capture on %s: %s".formatted(interfaceName, libpcap.pcap_statustostr(status)));
        };
    }

    private static String noSuchInterface(String interfaceName) {
        return "there is no interface %s to capture on; parley interfaces lists those there are"
                .formatted(interfaceName);
    }

    private static String noPermission(String interfaceName) {
        String advice;
        if (Npcap.isThisSystems()) {
            advice = "run as Administrator, or install Npcap without restricting it to administrators";
        } else if (Privileges.isRoot()) {
            advice = "this is root without CAP_NET_RAW: start the container with --cap-add=NET_RAW";
        } else {
            advice = "run the same command as root, for instance with sudo";
        }
        return "capturing on %s is not permitted; %s".formatted(interfaceName, advice);
    }
}
