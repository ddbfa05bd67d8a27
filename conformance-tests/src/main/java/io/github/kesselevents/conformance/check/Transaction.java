package io.github.kesselevents.conformance.check;

import io.github.kesselevents.conformance.history.Lsn;
import io.github.kesselevents.conformance.producer.ProducerProfile.Stream;
import java.util.ArrayList;
import java.util.List;

/** A committed transaction: the messages that it wrote, and the versions that it made, at most one of each resource. */
final class Transaction {

    private final int order;
    private final Lsn lsn;
    private final long xid;
    private final List<Message> messages = new ArrayList<>(2);
    private final List<Version> versions = new ArrayList<>(1);

    /**
     * @param order its place in commit order, from 0
     * @param lsn of its commit
     */
    Transaction(int order, Lsn lsn, long xid) {
        this.order = order;
        this.lsn = lsn;
        this.xid = xid;
    }

    int order() {
        return order;
    }

    Lsn lsn() {
        return lsn;
    }

    long xid() {
        return xid;
    }

    List<Message> messages() {
        return messages;
    }

    List<Version> versions() {
        return versions;
    }

    /** Drops rows and payloads. */
    void forgetContent() {
        versions.forEach(Version::forgetRows);
        messages.forEach(Message::forgetPayload);
    }

    /** The message to this stream about this resource; else the only one to it; else null. */
    Message messageTo(Stream stream, String key) {
        Message only = null;
        int count = 0;
        for (Message message : messages) {
            if (message.stream() == stream) {
                if (key.equals(message.key())) {
                    return message;
                }
                only = message;
                count++;
            }
        }
        return count == 1 ? only : null;
    }

    /** The version of this resource; else the only one there is; else null. */
    Version versionOf(String key) {
        for (Version version : versions) {
            if (version.key().equals(key)) {
                return version;
            }
        }
        return versions.size() == 1 ? versions.get(0) : null;
    }
}
