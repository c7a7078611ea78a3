package parley.client.play;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import parley.client.play.Expectation.Kind;
import parley.client.play.Expectation.Typed;
import parley.protocol.ClientLine;
import parley.protocol.ServerLine;

/**
 * What a typed line makes due, to whom, where the server refuses nothing: the protocol's table read from the client's
 * side. One object a line.
 */
final class DueLines {
    private final Roster roster;
    private final Typed typed;
    private final PlayedUser by;
    private final String me;
    private final List<Expectation> due = new ArrayList<>();

    private DueLines(Roster roster, Typed typed) {
        this.roster = roster;
        this.typed = typed;
        this.by = typed.by();
        this.me = by.name == null ? by.handle : by.name;
    }

    static List<Expectation> of(Typed typed, Roster roster) {
        DueLines lines = new DueLines(roster, typed);
        lines.collect();
        return lines.due;
    }

    /** What a connection makes due, and a refused name anew. */
    static Expectation prompt(Typed typed) {
        return new Expectation(
                typed, typed.by(), Kind.ANSWER, line -> line instanceof ServerLine.Prompt, "the prompt for the name");
    }

    private void collect() {
        switch (typed.line()) {
            case ClientLine.Name _ -> {
                answer("the hello", line -> line instanceof ServerLine.Hello);
                answer("the list of who is online", DueLines::isList);
            }
            case ClientLine.Direct direct -> direct(direct);
            case ClientLine.Ask ask -> ask(ask.name());
            case ClientLine.Accept accept -> accept(asker(accept.name()));
            case ClientLine.Reject reject -> reject(asker(reject.name()));
            case ClientLine.Who _ -> answer("the list of who is online", DueLines::isList);
            case ClientLine.Help _ -> answer("the menu", line -> line instanceof ServerLine.Menu);
            case ClientLine.Leave _ -> leave();
            case ClientLine.Exit _ -> exit();
            case ClientLine.Text text -> text(text.text());
            case ClientLine.Unknown _ -> error(Kind.ANSWER);
        }
    }

    private void direct(ClientLine.Direct direct) {
        boolean offline = false;
        boolean strange = false;
        for (String recipient : direct.recipients()) {
            PlayedUser user = roster.present(recipient);
            if (user != null && due.stream().noneMatch(line -> line.to() == user)) {
                expect(user, "'" + typed.row().text() + "'", line -> isPassedOn(line, direct));
            }
            offline |= user == null && roster.knows(recipient);
            strange |= user == null && !roster.knows(recipient);
        }
        if (offline || strange) {
            error(offline ? Kind.ANSWER : Kind.POSSIBLE);
        }
    }

    private static boolean isPassedOn(ServerLine line, ClientLine.Direct direct) {
        return line instanceof ServerLine.Direct passed
                && PlayedUser.same(passed.sender(), direct.sender())
                && passed.text().equals(direct.text());
    }

    /** Asking who has asked is accepting: then both are told of the chat instead. Who asks twice is passed on once. */
    private void ask(String asked) {
        answer("'requested " + asked + "'", line -> line instanceof ServerLine.Requested || isPrivate(line, asked));
        PlayedUser other = roster.present(asked);
        if (other != null && other != by && !other.isAskedBy(me)) {
            expect(
                    other,
                    "'request from " + me + "'",
                    line -> (line instanceof ServerLine.Request request && PlayedUser.same(request.name(), me))
                            || isPrivate(line, me));
        }
    }

    private void accept(@Nullable String asker) {
        answer("the private chat", line -> line instanceof ServerLine.Private);
        PlayedUser other = roster.present(asker);
        if (other != null) {
            expect(other, "'private with " + me + "'", line -> isPrivate(line, me));
        }
    }

    private void reject(@Nullable String asker) {
        PlayedUser other = roster.present(asker);
        if (other != null) {
            expect(
                    other,
                    "'rejected by " + me + "'",
                    line -> line instanceof ServerLine.Rejected rejected && PlayedUser.same(rejected.name(), me));
        } else {
            error(asker == null ? Kind.ANSWER : Kind.POSSIBLE);
        }
    }

    private void leave() {
        if (by.partner == null) {
            error(Kind.ANSWER);
            return;
        }
        answer("'ended'", line -> line instanceof ServerLine.Ended ended && ended.by() == null);
        endedForPartner();
    }

    private void exit() {
        answer("the goodbye", line -> line instanceof ServerLine.Goodbye);
        due.add(new Expectation(typed, by, Kind.CLOSE, _ -> false, "the end of the connection"));
        endedForPartner();
    }

    private void endedForPartner() {
        PlayedUser other = roster.present(by.partner);
        if (other != null) {
            expect(
                    other,
                    "'ended by " + me + "'",
                    line -> line instanceof ServerLine.Ended ended
                            && ended.by() != null
                            && PlayedUser.same(ended.by(), me));
        }
    }

    private void text(String text) {
        PlayedUser other = roster.present(by.partner);
        if (other == null) {
            error(Kind.POSSIBLE);
            return;
        }
        expect(
                other,
                "'" + me + ": " + text + "'",
                line -> line instanceof ServerLine.Text received
                        && PlayedUser.same(received.sender(), me)
                        && received.text().equals(text));
    }

    private void error(Kind kind) {
        due.add(new Expectation(typed, by, kind, line -> line instanceof ServerLine.Error, "an error"));
    }

    private void answer(String what, Predicate<ServerLine> met) {
        expect(by, what, met);
    }

    private void expect(PlayedUser to, String what, Predicate<ServerLine> met) {
        due.add(new Expectation(typed, to, Kind.ANSWER, met, what));
    }

    /** Whose request is answered: the one named where he has asked, or the oldest; null for nobody's. */
    private @Nullable String asker(@Nullable String named) {
        if (named == null) {
            return by.requests.peekFirst();
        }
        return by.isAskedBy(named) ? named : null;
    }

    private static boolean isList(ServerLine line) {
        return line instanceof ServerLine.Online || line instanceof ServerLine.PresenceOff;
    }

    private static boolean isPrivate(ServerLine line, String with) {
        return line instanceof ServerLine.Private chat && PlayedUser.same(chat.name(), with);
    }
}
