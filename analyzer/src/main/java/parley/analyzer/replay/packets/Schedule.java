package parley.analyzer.replay.packets;

/**
 * When packets are due. Every time is counted from the first packet and none from the packet before, so that what one
 * packet is late is made up for and does not add up.
 */
public sealed interface Schedule {
    /**
     * When a packet is due, in nanoseconds after the first.
     *
     * @param packets how many come before it
     * @param octets how many these have, as they are sent
     * @param capturedNanos how long after the first it was captured; negative where the capture has it earlier
     */
    long dueNanos(long packets, long octets, long capturedNanos);

    /** As captured, and so many times faster. */
    record Captured(double speed) implements Schedule {
        /** @throws IllegalArgumentException unless the speed is above 0 */
        public Captured {
            requirePositive(speed);
        }

        @Override
        public long dueNanos(long packets, long octets, long capturedNanos) {
            return speed == 1 ? capturedNanos : (long) (capturedNanos / speed);
        }
    }

    /** So many packets a second, evenly. */
    record PacketsASecond(double packetsASecond) implements Schedule {
        /** @throws IllegalArgumentException unless the number is above 0 */
        public PacketsASecond {
            requirePositive(packetsASecond);
        }

        @Override
        public long dueNanos(long packets, long octets, long capturedNanos) {
            return (long) (packets * (1e9 / packetsASecond));
        }
    }

    /** So many millions of bits a second, of the frames as they are handed to the interface. */
    record MegabitsASecond(double megabitsASecond) implements Schedule {
        private static final double NANOS_AN_OCTET_AT_ONE = 8e3;

        /** @throws IllegalArgumentException unless the number is above 0 */
        public MegabitsASecond {
            requirePositive(megabitsASecond);
        }

        @Override
        public long dueNanos(long packets, long octets, long capturedNanos) {
            return (long) (octets * (NANOS_AN_OCTET_AT_ONE / megabitsASecond));
        }
    }

    /** Each packet as soon as the interface has taken the one before. */
    record TopSpeed() implements Schedule {
        @Override
        public long dueNanos(long packets, long octets, long capturedNanos) {
            return 0;
        }
    }

    private static void requirePositive(double number) {
        if (!(number > 0) || Double.isInfinite(number)) {
            throw new IllegalArgumentException("expected a number above 0 but found " + number);
        }
    }
}
