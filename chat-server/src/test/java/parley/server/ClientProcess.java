package parley.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Many clients in a process of their own, which can be killed. Says {@code ready} when all have their names. */
final class ClientProcess {
    private ClientProcess() {}

    /**
     * Connects and stays.
     *
     * @param arguments the server's port on the loopback address, what the names begin with, and how many
     */
    public static void main(String[] arguments) throws IOException {
        List<Socket> clients = new ArrayList<>();
        for (int i = 0; i < Integer.parseInt(arguments[2]); i++) {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0]));
            socket.getOutputStream().write((arguments[1] + i + "\n").getBytes(StandardCharsets.UTF_8));
            String told = "";
            while (!told.contains("hello ")) {
                told += (char) socket.getInputStream().read();
            }
            clients.add(socket);
        }
        System.out.println("ready");
        // Until it is killed, or whoever started it has gone.
        System.in.transferTo(System.err);
    }
}
