package parley.analyzer.capture.foreign;

/** What to do about a file that is no capture, as the end of a sentence. */
@FunctionalInterface
interface Remedy {
    String of(InputName name);

    /** Wireshark reads it and writes pcapng. */
    Remedy CONVERT =
            name -> "convert it with editcap -F pcapng " + name.argument() + " " + name.argumentWith(".pcapng");

    /** Something was made of a capture that is not in it any more. */
    Remedy NAME_THE_CAPTURE = does("name the capture that it was made from");

    Remedy BINARY = does("transfer it again, as binary");

    /** What to do, where the file's name does not matter. */
    static Remedy does(String what) {
        return name -> what;
    }

    /** A command to which the file's name is given. */
    static Remedy unpack(String command) {
        return name -> "unpack it with " + command + " " + name.argument();
    }

    /** A command that makes a capture of it. */
    static Remedy turn(String command, String between) {
        return name ->
                "turn it into a capture with " + command + " " + name.argument() + between + name.argumentWith(".pcap");
    }
}
