package parley.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parley.protocol.ClientLine;
import parley.protocol.ServerLine;
import parley.server.watch.ServerWatch;

/** What fails in the server that should not: here in a watch, which sessions call from their threads. */
class FaultTest extends ServerFixture {
    private final BlockingQueue<Throwable> faults = new LinkedBlockingQueue<>();
    private final BlockingQueue<ServerWatch.Ending> endings = new LinkedBlockingQueue<>();

    private class Failing implements ServerWatch {
        @Override
        public void received(long client, String name, ClientLine line) {
            if (line instanceof ClientLine.Help && name.equals("Ofir")) {
                throw new IllegalStateException("this line is too much");
            }
            if (line instanceof ClientLine.Leave) {
                throw new StackOverflowError("this one, too");
            }
        }

        @Override
        public void delivered(long nanos) {
            throw new IllegalStateException("what is written is too much");
        }

        @Override
        public void failed(long client, Throwable fault) {
            faults.add(fault);
        }

        @Override
        public void ended(long client, Ending ending, Duration lasted) {
            endings.add(ending);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"help", "leave"})
    void aFailureInOneSessionEndsThatSessionAlone(String line) throws Exception {
        server(new Failing());
        Peer emily = named("Emily");
        Peer ofir = named("Ofir");
        ofir.send(line);
        if (line.equals("help")) {
            ofir.expect("menu: NAME, ME to A, B - text, accept, reject, leave, who, help, exit");
        } else {
            ofir.expect("error: unknown command");
        }
        ofir.expect(ServerLine.Error.INTERNAL.format());
        ofir.expectEnd();
        assertEquals(ServerWatch.Ending.FAULT, endings.poll(20, TimeUnit.SECONDS));
        assertInstanceOf(Throwable.class, faults.poll(20, TimeUnit.SECONDS));
        emily.expectPresence("joined: Ofir", "left: Ofir");
        emily.expectNothingMore();
        named("Roony").expectNothingMore();
    }

    @Test
    void aFailureWhileWritingEndsThatSessionAlone() throws IOException, InterruptedException {
        server(new Failing());
        Peer emily = named("Emily");
        Peer ofir = named("Ofir");
        emily.send("Emily to Ofir - hello");
        emily.expectPresence("joined: Ofir", "left: Ofir");
        assertEquals(ServerWatch.Ending.FAULT, endings.poll(20, TimeUnit.SECONDS));
        emily.expectNothingMore();
        assertEquals("Emily to Ofir - hello", ofir.next());
    }
}
