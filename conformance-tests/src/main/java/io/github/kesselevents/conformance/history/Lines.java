package io.github.kesselevents.conformance.history;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** The lines of a stream, one at a time, in a buffer that is as large as the longest one needs. */
final class Lines {

    private final InputStream in;
    private byte[] buffer = new byte[1 << 16];
    private int begin;
    private int end = -1;
    private int limit;
    private long number;

    Lines(InputStream in) {
        this.in = in;
    }

    /**
     * Goes on to the next line.
     *
     * @return whether there is one that is whole; without one, {@link #length()} bytes are left of a line that is not
     */
    boolean next() throws IOException {
        begin = end + 1;
        int seen = begin;
        while (true) {
            for (int i = seen; i < limit; i++) {
                if (buffer[i] == '\n') {
                    end = i;
                    number++;
                    return true;
                }
            }
            seen = fill();
            if (seen == limit) {
                end = limit;
                return false;
            }
        }
    }

    /** Reads on; what is there of the line moves to the front. Returns where the new bytes begin. */
    private int fill() throws IOException {
        int kept = limit - begin;
        byte[] target = kept == buffer.length ? new byte[Math.multiplyExact(buffer.length, 2)] : buffer;
        System.arraycopy(buffer, begin, target, 0, kept);
        buffer = target;
        begin = 0;
        int read = in.read(buffer, kept, buffer.length - kept);
        limit = kept + Math.max(read, 0);
        return kept;
    }

    /** Of the line that was found last, from 1; 0 before the first. */
    long number() {
        return number;
    }

    /** Holds the line from {@link #begin()} on, until the next one is asked for. */
    byte[] buffer() {
        return buffer;
    }

    int begin() {
        return begin;
    }

    /** Bytes of the line, without its end. */
    int length() {
        return end - begin;
    }

    /** The line's beginning, for messages. */
    String shortened(int length) {
        return new String(Arrays.copyOfRange(buffer, begin, begin + Math.min(length(), length)), UTF_8);
    }
}
