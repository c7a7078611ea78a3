package parley.analyzer.capture;

import org.jspecify.annotations.Nullable;

/**
 * An interface that packets were captured on.
 *
 * @param name as the capturing system calls it; null where the capture does not say
 * @param linkType the LINKTYPE_ number
 * @param snapLength most octets kept of a packet; 0 for no limit
 * @param timestampDigits decimal digits of a second that its timestamps have: 6 or 9 as a rule, 0 to 9
 * @param filter the capture filter in libpcap's language; null for none
 */
public record CaptureInterface(
        @Nullable String name,
        int linkType,
        int snapLength,
        int timestampDigits,
        @Nullable String filter) {}
