package parley.analyzer.capture;

import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An interface of this machine, as a user chooses one.
 *
 * @param name what {@code -i} takes
 * @param description the system's own words; null for none
 * @param addresses its IP addresses
 * @param loopback whether this machine talks to itself through it
 * @param up whether it is up
 * @param linkType the LINKTYPE_ number of its packets; null where it cannot be captured
 * @param linkName the link type's name for a person; null where it cannot be captured
 * @param obstacle why this user cannot capture it, with what to do; null where nothing stands in the way
 */
public record LocalInterface(
        String name,
        @Nullable String description,
        List<InetAddress> addresses,
        boolean loopback,
        boolean up,
        @Nullable Integer linkType,
        @Nullable String linkName,
        @Nullable Obstacle obstacle) {
    /**
     * What stands in the way of capturing an interface.
     *
     * @param message complete, with the name of the interface
     * @param reason what is wrong and what to do, without the name
     */
    public record Obstacle(String message, String reason) {}

    /** Copies the list. */
    public LocalInterface {
        addresses = List.copyOf(addresses);
    }
}
