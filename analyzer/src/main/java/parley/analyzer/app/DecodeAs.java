package parley.analyzer.app;

import java.util.Map;

/**
 * What the user says about ports, over what decoders recognise.
 *
 * @param byPort server port to decoder name
 * @param off whether no stream is decoded at all
 */
public record DecodeAs(Map<Integer, String> byPort, boolean off) {
    public static final DecodeAs AUTOMATIC = new DecodeAs(Map.of(), false);
    public static final DecodeAs NONE = new DecodeAs(Map.of(), true);

    public DecodeAs {
        byPort = Map.copyOf(byPort);
    }
}
