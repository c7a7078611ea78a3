package parley.server.watch;

/** What an {@link EventLog} has a line for. */
public enum LogDetail {
    /** Nothing. */
    NONE,
    /** Connections: who comes, under which name, who is refused what, who goes and why. */
    CONNECTIONS,
    /** Each line of each client, too. */
    LINES
}
