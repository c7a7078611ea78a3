package parley.analyzer.findings.application;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import parley.analyzer.app.Direction;
import parley.analyzer.app.Message;
import parley.analyzer.findings.Finding;
import parley.analyzer.findings.FindingKind;
import parley.analyzer.findings.Words;
import parley.analyzer.findings.evidence.Proof;
import parley.protocol.Names;
import parley.protocol.ServerLine;

/** Private chats: who asked whom, what the answer was, how much was said and who left. */
public final class PrivateChatRule extends ChatRule {
    private static final int PENDING = 10_000;
    private static final int CHATTING = 10_000;
    private static final int UNANSWERED = 20;

    /** Names are told apart by as much as is told of them. */
    private static String keyOf(String name) {
        return Names.key(Words.clip(name));
    }

    /** Two users, whichever way the names are spelled. */
    private record Pair(String from, String to) {
        static Pair of(String from, String to) {
            return new Pair(keyOf(from), keyOf(to));
        }
    }

    /**
     * A request.
     *
     * @param nanos when the first line about it was captured, in nanoseconds since the epoch
     * @param acceptedNanos when it was accepted; {@link PrivateChat#NOT_SEEN} until then
     */
    private record Request(String asker, String asked, long nanos, long acceptedNanos, MessageEvidence evidence) {
        Request acceptedAt(long when) {
            return acceptedNanos == PrivateChat.NOT_SEEN ? new Request(asker, asked, nanos, when, evidence) : this;
        }
    }

    private record Rejection(Request request, long nanos) {}

    private final MessageFrames frames;
    private final Map<Pair, Request> pending;
    private final Map<String, PrivateChat> openByUser;
    private final List<PrivateChat> chats = new ArrayList<>();
    private final Map<Pair, Request> rejectedNow = new HashMap<>();
    private final List<Rejection> rejected = new ArrayList<>();
    /** Pending requests whose messages are followed: no more than are listed. */
    private int followed;

    private long chatCount;
    private long rejectedCount;

    public PrivateChatRule(MessageFrames frames) {
        this.frames = frames;
        pending = new Recent<>(PENDING, request -> {
            letGo(request);
            frames.forget();
        });
        openByUser = new Recent<>(CHATTING, chat -> frames.forget());
    }

    @Override
    void chat(Message message) {
        if (message.direction() == Direction.CLIENT) {
            fromClient(message);
        } else if (!message.recipients().isEmpty()) {
            fromServer(message, message.recipients().getFirst());
        }
    }

    private void fromClient(Message message) {
        String user = message.sender();
        String other =
                message.recipients().isEmpty() ? "" : message.recipients().getFirst();
        switch (message.kind()) {
            case "request" -> {
                // Of a client whose name was not captured nobody can say who asks.
                if (!user.isEmpty()) {
                    request(user, other, message).evidence().add(message);
                }
            }
            case "accept" -> noteAnswer(other, user, message);
            case "reject" -> reject(other, user, message);
            case "text" -> {
                PrivateChat chat = openByUser.get(keyOf(user));
                if (chat != null) {
                    chat.addText();
                    chat.evidence().add(message);
                }
            }
            case "leave" -> {
                PrivateChat chat = openByUser.get(keyOf(user));
                if (chat != null) {
                    chat.end(Words.clip(user), message.timestampNanos());
                    chat.evidence().add(message);
                }
            }
            default -> {
                // Nothing about private chats.
            }
        }
    }

    private void fromServer(Message message, String user) {
        switch (message.kind()) {
            case "text" -> addToChat(user, message);
            case "request", "requested", "private", "rejected", "ended", "error" -> serverLine(message, user);
            default -> {
                // Nothing about private chats.
            }
        }
    }

    private void serverLine(Message message, String user) {
        switch (ChatLines.parse(message.text())) {
            case ServerLine.Request line ->
                request(line.name(), user, message).evidence().add(message);
            case ServerLine.Requested line ->
                request(user, line.name(), message).evidence().add(message);
            case ServerLine.Private line -> open(user, line.name(), message);
            case ServerLine.Rejected line -> noteRejected(user, line.name(), message);
            case ServerLine.Ended line -> end(user, line.by(), message);
            case ServerLine.Error error -> refused(user, error.reason());
            default -> {
                // Nothing about private chats.
            }
        }
    }

    private Request request(String asker, String asked, Message message) {
        Pair pair = Pair.of(asker, asked);
        Request known = pending.get(pair);
        if (known != null) {
            return known;
        }
        boolean listed = followed < UNANSWERED;
        followed += listed ? 1 : 0;
        Request request = new Request(
                Words.clip(asker),
                Words.clip(asked),
                message.timestampNanos(),
                PrivateChat.NOT_SEEN,
                new MessageEvidence(frames, listed));
        pending.put(pair, request);
        return request;
    }

    /** Takes a request out of those that wait for an answer; null where it is none of them. */
    private @Nullable Request take(Pair pair) {
        Request request = pending.remove(pair);
        if (request != null && request.evidence().isFollowed()) {
            followed--;
        }
        return request;
    }

    /** Forgets a request that nothing will be stated of. */
    private void drop(Pair pair) {
        Request request = pending.remove(pair);
        if (request != null) {
            letGo(request);
        }
    }

    private void letGo(Request request) {
        followed -= request.evidence().isFollowed() ? 1 : 0;
        request.evidence().release();
    }

    private void noteAnswer(String asker, String asked, Message message) {
        Request request = pending.computeIfPresent(
                Pair.of(asker, asked), (pair, open) -> open.acceptedAt(message.timestampNanos()));
        if (request != null) {
            request.evidence().add(message);
        }
    }

    private void reject(String asker, String asked, Message message) {
        Pair pair = Pair.of(asker, asked);
        Request request = take(pair);
        if (request == null) {
            return;
        }
        rejectedCount++;
        if (rejected.size() == STATED) {
            request.evidence().release();
            return;
        }
        request.evidence().follow();
        request.evidence().add(message);
        rejected.add(new Rejection(request, message.timestampNanos()));
        rejectedNow.put(pair, request);
    }

    /** The asker is told: after the answer, or alone where the answer itself was not captured. */
    private void noteRejected(String asker, String asked, Message message) {
        Request request = rejectedNow.remove(Pair.of(asker, asked));
        if (request == null) {
            reject(asker, asked, message);
            rejectedNow.remove(Pair.of(asker, asked));
        } else {
            request.evidence().add(message);
        }
    }

    /** The server refuses what the user asked for, naming whom it is about. */
    private void refused(String user, String reason) {
        for (String word : reason.split("[ ,]+", -1)) {
            drop(Pair.of(user, word));
        }
    }

    private void open(String user, String partner, Message message) {
        PrivateChat chat = openByUser.get(keyOf(partner));
        if (chat == null || !chat.isOf(Words.clip(user))) {
            chat = begin(user, partner, message.timestampNanos());
        }
        chat.evidence().add(message);
        openByUser.put(keyOf(user), chat);
    }

    /** Whoever asked first counts as the asker: asking somebody back accepts. */
    private PrivateChat begin(String user, String partner, long nanos) {
        Request request = asked(Pair.of(user, partner), Pair.of(partner, user));
        PrivateChat chat = request == null
                ? new PrivateChat(
                        Words.clip(user),
                        Words.clip(partner),
                        PrivateChat.NOT_SEEN,
                        PrivateChat.NOT_SEEN,
                        nanos,
                        new MessageEvidence(frames, false))
                : new PrivateChat(
                        request.asker(),
                        request.asked(),
                        request.nanos(),
                        request.acceptedNanos(),
                        nanos,
                        request.evidence());
        chatCount++;
        if (chats.size() < STATED) {
            chat.evidence().follow();
            chats.add(chat);
        } else {
            chat.evidence().release();
        }
        openByUser.put(keyOf(partner), chat);
        return chat;
    }

    /** The earlier of two users' requests to each other, which the later one accepts. */
    private @Nullable Request asked(Pair one, Pair other) {
        Request first = pending.get(one);
        Request second = pending.get(other);
        if (first == null || second == null) {
            return take(first == null ? other : one);
        }
        boolean isFirst = first.nanos() <= second.nanos();
        drop(isFirst ? other : one);
        Request earlier = take(isFirst ? one : other);
        return earlier == null ? null : earlier.acceptedAt(isFirst ? second.nanos() : first.nanos());
    }

    private void addToChat(String user, Message message) {
        PrivateChat chat = openByUser.get(keyOf(user));
        if (chat != null) {
            chat.evidence().add(message);
        }
    }

    private void end(String user, @Nullable String by, Message message) {
        PrivateChat chat = openByUser.remove(keyOf(user));
        if (chat != null) {
            chat.end(by == null ? "" : Words.clip(by), message.timestampNanos());
            chat.evidence().add(message);
        }
    }

    @Override
    List<Finding> state() {
        List<Finding> findings = new ArrayList<>();
        chats.forEach(chat ->
                findings.add(chat.evidence().proof().state(FindingKind.PRIVATE_CHAT, chat.statement(), chat.pair())));
        if (chats.isEmpty()) {
            findings.add(Proof.noneSeen(FindingKind.PRIVATE_CHAT, "private chat"));
        }
        rejected.forEach(rejection -> findings.add(rejected(rejection)));
        if (rejected.isEmpty()) {
            findings.add(Proof.noneSeen(FindingKind.PRIVATE_CHAT_REJECTED, "rejected request for a private chat"));
        }
        pending.values().stream().limit(UNANSWERED).forEach(request -> findings.add(unanswered(request)));
        if (pending.isEmpty()) {
            findings.add(
                    Proof.absent(FindingKind.REQUEST_UNANSWERED, "No request for a private chat goes unanswered."));
        }
        findings.addAll(counts());
        return findings;
    }

    private static Finding rejected(Rejection rejection) {
        Request request = rejection.request();
        String statement = Words.clip(request.asker()) + " asks " + Words.clip(request.asked())
                + " for a private chat, and " + Words.clip(request.asked()) + " rejects it after "
                + Words.duration(rejection.nanos() - request.nanos()) + ".";
        String value = Words.clip(request.asker()) + "–" + Words.clip(request.asked());
        return request.evidence().proof().state(FindingKind.PRIVATE_CHAT_REJECTED, statement, value);
    }

    private static Finding unanswered(Request request) {
        String statement = Words.clip(request.asker()) + " asks " + Words.clip(request.asked())
                + " for a private chat, and the capture shows no answer.";
        String value = Words.clip(request.asker()) + "–" + Words.clip(request.asked());
        request.evidence().follow();
        return request.evidence().proof().state(FindingKind.REQUEST_UNANSWERED, statement, value);
    }

    private List<Finding> counts() {
        List<Finding> findings = new ArrayList<>();
        countPast(chatCount, STATED, FindingKind.PRIVATE_CHAT, "private chats take place", findings);
        countPast(
                rejectedCount,
                STATED,
                FindingKind.PRIVATE_CHAT_REJECTED,
                "requests for private chats are rejected",
                findings);
        countPast(
                pending.size(),
                UNANSWERED,
                FindingKind.REQUEST_UNANSWERED,
                "requests for private chats go unanswered",
                findings);
        return findings;
    }

    private static void countPast(long count, int listed, FindingKind kind, String what, List<Finding> findings) {
        if (count > listed) {
            String statement = Words.number(count) + " " + what + "; the first " + listed + " are listed.";
            findings.add(Proof.rest(kind, statement, count));
        }
    }
}
