package parley.client.terminal;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/** Does what is to be shown, one after the other, on a thread of its own, so that nobody holds a lock while waiting. */
final class Screen {
    private static final int WAITING = 1000;

    private final BlockingQueue<Runnable> todo = new LinkedBlockingQueue<>();
    private final Semaphore room = new Semaphore(WAITING);
    private final Consumer<Throwable> onFailure;

    /** @param onFailure is told what a showing has thrown */
    Screen(Consumer<Throwable> onFailure) {
        this.onFailure = onFailure;
        Thread.ofPlatform().name("screen").daemon().start(this::work);
    }

    private void work() {
        try {
            while (true) {
                todo.take().run();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error failure) {
            onFailure.accept(failure);
        }
    }

    /** Shows something that comes from the chat; waits while very much else waits to be shown. */
    void show(Runnable showing) throws InterruptedException {
        room.acquire();
        todo.add(() -> {
            showing.run();
            room.release();
        });
    }

    /** Shows the answer to a key, without waiting. */
    void answer(Runnable showing) {
        todo.add(showing);
    }

    /** Complete when everything handed on before has been shown. */
    CompletableFuture<Boolean> settled() {
        CompletableFuture<Boolean> settled = new CompletableFuture<>();
        answer(() -> settled.complete(true));
        return settled;
    }
}
