package parley.client.play;

/** Hears what happens while a script is played, in order, on the thread that plays. */
@FunctionalInterface
public interface PlayListener {
    /** Something happened; what is received meanwhile waits. */
    void happened(PlayEvent event);
}
