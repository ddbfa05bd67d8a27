package io.github.kesselevents.conformance.producer;

/** Classes that nothing can be made of. */
final class UnusableApi {

    private UnusableApi() {}

    /** Its constructor is public, and it is not. */
    static class Hidden extends SmallApi {

        public Hidden() {}
    }

    /** Wants something. */
    public static class Wanting extends SmallApi {

        public Wanting(String what) {
            what.strip();
        }
    }

    /** Lacks something. */
    public abstract static class Unfinished extends SmallApi {}

    /** Breaks. */
    public static class Breaking extends SmallApi {

        public Breaking() {
            throw new IllegalStateException("no tenant");
        }
    }

    /** Breaks before there is anything. */
    public static class BreakingEarly extends SmallApi {

        static final int TENANT = Integer.parseInt("none");
    }
}
