package parley.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Random programs of clients over real sockets. {@code -Dparley.programs=N} runs others or more: {@code N} programs from
 * a seed of the clock; a failure says the seed of its program, which is to be added to those that always run.
 */
class ModelTest {
    private static final int PROGRAMS = 2000;
    private static final int AT_A_TIME = 32;

    @Test
    void theServerDoesWhatTheModelSays() throws InterruptedException {
        Integer more = Integer.getInteger("parley.programs");
        long first = more == null ? 0 : System.currentTimeMillis();
        int count = more == null ? PROGRAMS : more;
        Queue<String> wrong = new ConcurrentLinkedQueue<>();
        Semaphore running = new Semaphore(AT_A_TIME);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (long seed : LongStream.range(first, first + count).toArray()) {
                running.acquire();
                threads.submit(() -> {
                    try (ChatProgram program = new ChatProgram(seed)) {
                        program.run();
                    } catch (Exception | AssertionError failure) {
                        wrong.add("seed " + seed + ": " + failure);
                    } finally {
                        running.release();
                    }
                });
            }
        }
        assertEquals(List.of(), wrong.stream().limit(1).toList(), wrong.size() + " programs");
    }
}
