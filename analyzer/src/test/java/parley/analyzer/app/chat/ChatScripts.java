package parley.analyzer.app.chat;

/** What scripts of chats have in common. */
final class ChatScripts {
    /** A connection up to the question for a name; frames 1 to 7. */
    static final String WELCOME = """
            handshake
            S data 'welcome to the chat\\n'
            C ACK
            S data 'enter name:\\n'
            C ACK
            """;

    /** Ofir and Emily with a server of Parley's, Emily's connection being the last named. */
    static final String OFIR_AND_EMILY = """
            client 10.0.0.1:58197
            """ + WELCOME + """
            C data 'Ofir\\n'
            S data 'hello Ofir\\n'
            S data 'online: Ofir\\n'
            C ACK
            client 10.0.0.1:51546
            """ + WELCOME + """
            C data 'Emily\\n'
            S data 'hello Emily\\n'
            S data 'online: Emily, Ofir\\n'
            C ACK
            """;

    static final String OFIR = "client 10.0.0.1:58197\n";
    static final String EMILY = "client 10.0.0.1:51546\n";

    private ChatScripts() {}
}
