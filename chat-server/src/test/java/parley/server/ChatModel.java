package parley.server;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import parley.protocol.Names;

/**
 * docs/PROTOCOL.md as a state and what each line does to it, joins and leaves aside. Nothing happens at once here: what
 * a step makes the server send is in {@link #sent} when it returns, in order for each client.
 */
final class ChatModel {
    /** Somebody online. */
    private static final class Person {
        final int client;
        final String name;
        final Set<String> askedBy = new LinkedHashSet<>();

        @Nullable
        Person partner;

        Person(int client, String name) {
            this.client = client;
            this.name = name;
        }

        String key() {
            return Names.key(name);
        }
    }

    private final int offAbove;
    private final int onBelow;
    private final TreeMap<String, Person> online = new TreeMap<>();
    private final Map<Integer, Person> people = new HashMap<>();
    private final Map<Integer, List<String>> sent = new HashMap<>();
    private boolean presence = true;
    private boolean presenceChanged;

    ChatModel(int offAbove, int onBelow) {
        this.offAbove = offAbove;
        this.onBelow = onBelow;
    }

    /** What the server has sent to a client since this was asked last. */
    List<String> sent(int client) {
        List<String> lines = sent.remove(client);
        return lines == null ? List.of() : lines;
    }

    boolean isNamed(int client) {
        return people.containsKey(client);
    }

    boolean isInPrivate(int client) {
        Person person = people.get(client);
        return person != null && person.partner != null;
    }

    String name(int client) {
        return person(client).name;
    }

    Set<String> online() {
        Set<String> names = new LinkedHashSet<>();
        online.values().forEach(person -> names.add(person.name));
        return names;
    }

    boolean presenceHasChanged() {
        return presenceChanged;
    }

    void name(int client, String name) {
        if (online.containsKey(Names.key(name))) {
            tell(client, "error: " + name + " is taken", "enter name:");
            return;
        }
        Person person = new Person(client, name);
        people.put(client, person);
        online.put(person.key(), person);
        tell(client, "hello " + name);
        if (!presence) {
            tell(client, off());
        } else if (online.size() > offAbove) {
            presence = false;
            presenceChanged = true;
            online.values().forEach(each -> tell(each.client, off()));
        } else {
            tell(client, list());
        }
    }

    void exit(int client) {
        gone(client);
        tell(client, "goodbye");
    }

    void gone(int client) {
        Person person = people.remove(client);
        if (person == null) {
            return;
        }
        online.remove(person.key());
        online.values().forEach(each -> each.askedBy.remove(person.key()));
        Person partner = person.partner;
        if (partner != null) {
            partner.partner = null;
            tell(partner.client, "ended by " + person.name);
        }
        if (!presence && online.size() < onBelow) {
            presence = true;
            online.values().forEach(each -> tell(each.client, "presence: on", list()));
        }
    }

    /** @param terminated whether the client ends its lines: without, a text that runs on may be two lines */
    void direct(int client, String from, List<String> to, String text, boolean terminated) {
        String line = from + " to " + String.join(", ", to) + " - " + text;
        Person person = person(client);
        boolean runsOn = !terminated && text.startsWith(person.name + " to ");
        if (person.partner != null && runsOn) {
            tell(client, "error: too fast without line ends, not read; end each line with LF");
            return;
        }
        if (saidToPartner(person, line)) {
            return;
        }
        if (!Names.key(from).equals(person.key())) {
            tell(client, "error: you are " + person.name + " not " + from);
            return;
        }
        if (runsOn) {
            tell(client, "error: too fast without line ends, not read; end each line with LF");
            return;
        }
        Set<Person> recipients = new LinkedHashSet<>();
        Map<String, String> missing = new LinkedHashMap<>();
        for (String name : to) {
            Person recipient = online.get(Names.key(name));
            if (recipient == null) {
                missing.putIfAbsent(Names.key(name), name);
            } else {
                recipients.add(recipient);
            }
        }
        if (recipients.remove(person)) {
            tell(client, "error: that is you");
        }
        recipients.forEach(recipient -> tell(recipient.client, line));
        if (!missing.isEmpty()) {
            tell(client, "error: not online: " + String.join(", ", missing.values()));
        }
    }

    void ask(int client, String name) {
        Person person = person(client);
        if (saidToPartner(person, name)) {
            return;
        }
        Person other = online.get(Names.key(name));
        if (other == null) {
            tell(client, "error: not online: " + name);
        } else if (other == person) {
            tell(client, "error: that is you");
        } else if (person.askedBy.contains(other.key())) {
            begin(person, other);
        } else if (other.partner != null) {
            tell(client, "error: " + other.name + " is busy");
        } else {
            tell(client, "requested " + other.name);
            if (other.askedBy.add(person.key())) {
                tell(other.client, "request from " + person.name);
            }
        }
    }

    void answer(int client, boolean accept, @Nullable String name) {
        Person person = person(client);
        String word = accept ? "accept" : "reject";
        if (saidToPartner(person, name == null ? word : word + " " + name)) {
            return;
        }
        String asker = name == null ? person.askedBy.stream().findFirst().orElse(null) : Names.key(name);
        if (name != null && !online.containsKey(Names.key(name))) {
            tell(client, "error: not online: " + name);
        } else if (asker == null || !person.askedBy.contains(asker)) {
            tell(client, "error: no request to answer");
        } else {
            Person other = online.get(asker);
            if (other == null) {
                throw new IllegalStateException(asker + " has left and its request has not");
            }
            if (accept) {
                begin(person, other);
            } else {
                person.askedBy.remove(asker);
                tell(other.client, "rejected by " + person.name);
            }
        }
    }

    private void begin(Person person, Person other) {
        if (other.partner != null) {
            tell(person.client, "error: " + other.name + " is busy");
            return;
        }
        person.askedBy.remove(other.key());
        other.askedBy.remove(person.key());
        person.partner = other;
        other.partner = person;
        tell(person.client, "private with " + other.name);
        tell(other.client, "private with " + person.name);
    }

    void leave(int client) {
        Person person = person(client);
        Person partner = person.partner;
        if (partner == null) {
            tell(client, "error: unknown command");
            return;
        }
        person.partner = null;
        partner.partner = null;
        tell(client, "ended");
        tell(partner.client, "ended by " + person.name);
    }

    void who(int client, @Nullable String prefix) {
        if (saidToPartner(person(client), prefix == null ? "who" : "who " + prefix)) {
            return;
        }
        if (prefix == null) {
            tell(client, presence ? list() : off());
            return;
        }
        List<String> names = online.values().stream()
                .filter(each -> each.key().startsWith(Names.key(prefix)))
                .map(each -> each.name)
                .toList();
        tell(client, names.isEmpty() ? "online:" : "online: " + String.join(", ", names));
    }

    void help(int client) {
        if (!saidToPartner(person(client), "help")) {
            tell(client, "menu: NAME, ME to A, B - text, accept, reject, leave, who, help, exit");
        }
    }

    void nonsense(int client, String line) {
        if (!saidToPartner(person(client), line)) {
            tell(client, "error: unknown command");
        }
    }

    private boolean saidToPartner(Person person, String line) {
        Person partner = person.partner;
        if (partner != null) {
            tell(partner.client, person.name + ": " + line);
        }
        return partner != null;
    }

    private String list() {
        return "online: " + String.join(", ", online());
    }

    private String off() {
        return "presence: off, " + online.size() + " online";
    }

    private Person person(int client) {
        Person person = people.get(client);
        if (person == null) {
            throw new IllegalStateException("client " + client + " has no name");
        }
        return person;
    }

    private void tell(int client, String... lines) {
        sent.computeIfAbsent(client, _ -> new ArrayList<>()).addAll(List.of(lines));
    }
}
