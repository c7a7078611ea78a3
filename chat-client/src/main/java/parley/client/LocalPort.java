package parley.client;

import parley.protocol.HostPort;

/**
 * The port a client calls from.
 *
 * @param number 1 to 65535, or 0 for one that the system chooses
 * @param orAnother whether, where the port cannot be had, one that the system chooses will do
 */
public record LocalPort(int number, boolean orAnother) {
    /** A port that the system chooses. */
    public static final LocalPort ANY = new LocalPort(0, false);

    public LocalPort {
        if (number < 0 || number > HostPort.MAX_PORT) {
            throw new IllegalArgumentException("no port: " + number);
        }
    }

    /** This port and no other; 0 is {@link #ANY}. */
    public static LocalPort exactly(int number) {
        return new LocalPort(number, false);
    }

    /** This port where it is free, else one that the system chooses. */
    public static LocalPort preferably(int number) {
        return new LocalPort(number, true);
    }
}
