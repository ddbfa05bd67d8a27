package io.github.kesselevents.conformance.workload;

import static io.github.kesselevents.conformance.workload.OwnResource.State.DELETED;
import static io.github.kesselevents.conformance.workload.OwnResource.State.LIVE;

import io.github.kesselevents.conformance.workload.OwnResource.State;
import io.github.kesselevents.fixtures.payload.ReportedType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;

/**
 * Draws kinds from a deck and gives each to the client that has the fewest operations. A kind that needs a resource in
 * a certain state gets one: the client first does what brings the resource there.
 *
 * <p>Operations that meet are appended to both clients' orders at the same step; so the order of all operations agrees
 * with each client's, and clients that wait for each other cannot wait in a circle.
 */
final class ScenarioGenerator {

    private static final int INSTANCES = 3;

    private final String run;
    private final long seed;
    private final ScenarioSettings settings;
    private final Random random;
    private final Deck deck;
    private final OperationWriter writer;
    private final List<ReportedType> types = ReportedType.all();
    private final List<List<OwnResource>> own = new ArrayList<>();
    private final List<OwnResource> shared = new ArrayList<>();
    private final Intent[] intents;
    private final int[] sent;
    private int resources;
    private int meetings;

    /** What a client is about to do, once the resource is in the state that it needs. */
    private record Intent(Kind kind, OwnResource resource) {}

    ScenarioGenerator(String run, long seed, ScenarioSettings settings) {
        this.run = run;
        this.seed = seed;
        this.settings = settings;
        this.random = new Random(seed);
        this.deck = new Deck(random, settings.without());
        this.writer = new OperationWriter(run, random);
        this.intents = new Intent[settings.clients()];
        this.sent = new int[settings.clients()];
        for (int client = 0; client < settings.clients(); client++) {
            List<OwnResource> mine = new ArrayList<>();
            for (int i = 0; i < settings.ownKeysPerClient(); i++) {
                mine.add(fresh(types.get(resources % types.size())));
            }
            own.add(mine);
        }
        for (int i = 0; i < settings.sharedKeys(); i++) {
            shared.add(fresh(types.get(resources % types.size())));
        }
    }

    Scenario generate() {
        while (writer.size() < settings.operations()) {
            step(idlest(-1));
        }
        return new Scenario(run, seed, settings, writer.operations(), faults());
    }

    private void step(int client) {
        if (intents[client] == null) {
            Kind kind = deck.draw();
            if (kind == Kind.TRANSACTION_AT_ONCE) {
                meet(client);
                return;
            }
            intents[client] = new Intent(kind, resourceFor(kind, client));
        }
        Intent intent = intents[client];
        Kind first = before(intent);
        sent[client]++;
        if (first != null) {
            writer.write(client, first, intent.resource(), needsTransaction(intent.kind()));
        } else {
            intents[client] = null;
            if (intent.kind() == Kind.TRANSACTION_FOR_ANOTHER_KEY) {
                OwnResource other = oneOf(own.get(client), r -> r != intent.resource());
                writer.repeat(client, intent.kind(), other, intent.resource().transactionId);
            } else {
                writer.write(client, intent.kind(), intent.resource(), false);
            }
        }
    }

    /** Two clients, one transaction_id, for one resource or for two. */
    private void meet(int client) {
        if (writer.size() + 2 > settings.operations()) {
            return;
        }
        int other = idlest(client);
        OwnResource resource = oneOf(shared, r -> true);
        OwnResource second = random.nextBoolean() ? resource : oneOf(shared, r -> true);
        writer.writeMeeting(meetings++, client, resource, other, second);
        sent[client]++;
        sent[other]++;
    }

    private OwnResource resourceFor(Kind kind, int client) {
        List<OwnResource> mine = own.get(client);
        return switch (kind) {
            case SHARED_REPORT, SHARED_DELETE -> oneOf(shared, r -> true);
            case CREATE -> {
                int index = random.nextInt(mine.size());
                if (mine.get(index).state != State.NEVER_REPORTED) {
                    mine.set(index, fresh(mine.get(index).type));
                }
                yield mine.get(index);
            }
            case REFUSED_WITHOUT_WORKSPACE -> oneOf(mine, r -> r.type.requiresWorkspace());
            case REFUSED_INCOMPLETE -> oneOf(mine, r -> r.type.requiresMembers());
            default -> oneOf(mine, r -> true);
        };
    }

    /** What must be done before the intent makes sense; null when nothing must. */
    private static Kind before(Intent intent) {
        OwnResource resource = intent.resource();
        State needed = switch (intent.kind()) {
            case CREATE, SHARED_REPORT, SHARED_DELETE, DELETE_UNKNOWN_KEY -> null;
            case TRANSACTION_FOR_ANOTHER_KEY -> resource.transactionId == null ? LIVE : resource.state;
            case REPORT_AFTER_DELETE, DELETE_AGAIN, TRANSACTION_AFTER_DELETE -> DELETED;
            default -> LIVE;
        };
        if (needed == null) {
            return null;
        }
        boolean lacksTransaction = needsTransaction(intent.kind()) && resource.transactionId == null;
        return switch (resource.state) {
            case NEVER_REPORTED -> Kind.CREATE;
            case LIVE -> lacksTransaction ? Kind.UPDATE : needed == DELETED ? Kind.DELETE_LIVE : null;
            case DELETED -> lacksTransaction || needed == LIVE ? Kind.REPORT_AFTER_DELETE : null;
        };
    }

    private static boolean needsTransaction(Kind kind) {
        return kind == Kind.TRANSACTION_REPEATED
                || kind == Kind.TRANSACTION_FOR_ANOTHER_KEY
                || kind == Kind.TRANSACTION_AFTER_DELETE;
    }

    private OwnResource fresh(ReportedType type) {
        int number = resources++;
        return new OwnResource(
                type,
                new ResourceName(
                        type.resourceType(), type.reporterType(), "i-" + number % INSTANCES, run + "-k" + number));
    }

    private int idlest(int except) {
        int idlest = -1;
        for (int client = 0; client < sent.length; client++) {
            if (client != except && (idlest < 0 || sent[client] < sent[idlest])) {
                idlest = client;
            }
        }
        return idlest;
    }

    private <T> T oneOf(List<T> all, Predicate<T> wanted) {
        List<T> fitting = all.stream().filter(wanted).toList();
        return fitting.get(random.nextInt(fitting.size()));
    }

    /** Where they are asked for; all others spread evenly, each moved by up to a quarter of the distance. */
    private List<FaultPoint> faults() {
        List<FaultPoint> points = new ArrayList<>();
        List<PlannedFault> drawn =
                settings.faults().stream().filter(fault -> fault.at() == null).toList();
        int distance = settings.operations() / (drawn.size() + 1);
        for (int i = 0; i < drawn.size(); i++) {
            int shift = random.nextInt(-(distance / 4), distance / 4 + 1);
            points.add(new FaultPoint(distance * (i + 1) + shift, drawn.get(i).name()));
        }
        settings.faults().stream()
                .filter(fault -> fault.at() != null)
                .forEach(fault -> points.add(new FaultPoint(fault.at(), fault.name())));
        points.sort(Comparator.comparingInt(FaultPoint::operations));
        return points;
    }
}
