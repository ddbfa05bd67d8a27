package io.github.kesselevents.conformance.producer;

/** What a {@code producer.yaml} may not say of classes, each in one that is right, and the sentence that it gets. */
enum ClassMistake {
    CLASS_AND_COMMAND(
            "api:", "command: [bin/small, $PORT]\napi:", true, " must have either image, command, address or class."),
    AN_IMAGE_AND_A_CLASS(
            "api:",
            "image: small\napi:",
            true,
            ", line 2: class is for a producer of this machine, and this one is an image; take it out."),
    A_CLASS_IN_A_FOLDER(
            "api:",
            "folder: .\napi:",
            true,
            ", line 4: folder is for a command, and this producer is a class of the kit's own JVM; take it out."),
    A_CLASS_THAT_IS_ASKED_WHETHER_IT_IS_READY(
            "api:",
            "ready: port\napi:",
            true,
            ", line 4: ready is for a command, and this producer is a class of the kit's own JVM; take it out."),
    A_CLASS_THAT_IS_NOT_TOLD_ITS_PORT(
            "127.0.0.1:$PORT",
            "127.0.0.1",
            false,
            ", line 2: class is not told where to serve; put $PORT into environment, or say under ports:"
                    + " {producer: 9081} where it does."),
    A_CLASS_THAT_IS_NOT_THERE(
            "SmallInventory",
            "LargeInventory",
            false,
            ", line 2: class is PACKAGE.LargeInventory, which is not on the class path; list under class_path the folder"
                    + " or the jar that holds it, or, in a Maven build, have it among the tests or their dependencies."),
    A_CLASS_THAT_IS_NO_PRODUCER(
            "SmallInventory",
            "SmallApi",
            false,
            ", line 2: class is PACKAGE.SmallApi, which does not implement PACKAGE.JavaProducer; have it do so, or name"
                    + " one that does."),
    A_CLASS_THAT_IS_NO_API(
            "SmallApi",
            "SmallInventory",
            false,
            ", line 4: api.class is PACKAGE.SmallInventory, which does not implement PACKAGE.ProducerApi; have it do so,"
                    + " or name one that does."),
    A_HIDDEN_CLASS(
            "SmallApi",
            "UnusableApi$Hidden",
            false,
            ", line 4: api.class is PACKAGE.UnusableApi$Hidden, of which nothing can be made; have it be public, not"
                    + " abstract, and have a public constructor without parameters."),
    A_CLASS_THAT_WANTS_SOMETHING(
            "SmallApi",
            "UnusableApi$Wanting",
            false,
            ", line 4: api.class is PACKAGE.UnusableApi$Wanting, of which nothing can be made; have it be public, not"
                    + " abstract, and have a public constructor without parameters."),
    AN_ABSTRACT_CLASS(
            "SmallApi",
            "UnusableApi$Unfinished",
            false,
            ", line 4: api.class is PACKAGE.UnusableApi$Unfinished, of which nothing can be made; have it be public, not"
                    + " abstract, and have a public constructor without parameters."),
    A_CONSTRUCTOR_THAT_FAILS(
            "SmallApi",
            "UnusableApi$Breaking",
            false,
            ", line 4: api.class is PACKAGE.UnusableApi$Breaking, whose constructor failed"
                    + " (java.lang.IllegalStateException: no tenant, at"
                    + " PACKAGE.UnusableApi$Breaking.<init>(UnusableApi.java:29)); mend it."),
    A_TOKEN_FOR_A_CLASS(
            "SmallApi}",
            "SmallApi, token: {env: SMALL_TOKEN}}",
            true,
            ", line 4: api.token is for Kessel's gRPC, and a class calls in its own way; take it out."),
    TLS_FOR_A_CLASS(
            "SmallApi}",
            "SmallApi, tls: {}}",
            true,
            ", line 4: api.tls is for Kessel's gRPC, and a class calls in its own way; take it out."),
    A_CLASS_PATH_THAT_IS_NOT_THERE(
            "api:",
            "class_path: [classes]\napi:",
            false,
            ", line 4: class_path[0] is classes, and there is no file or folder FOLDER/classes; name one that exists."),
    JARS_OF_NO_FOLDER(
            "api:",
            "class_path: [lib/*]\napi:",
            false,
            ", line 4: class_path[0] is lib/*, and there is no folder FOLDER/lib; name one that exists."),
    A_FOLDER_WITHOUT_JARS(
            "api:",
            "class_path: [./*]\napi:",
            false,
            ", line 4: class_path[0] is ./*, and there is no jar in FOLDER; put some there."),
    A_CLASS_PATH_THAT_IS_A_TEXT("api:", "class_path: classes\napi:", true, ", line 4: class_path must be a list.");

    /** One that is right. */
    static final String SMALL = """
            name: small
            class: PACKAGE.SmallInventory
            environment: {LISTEN: '127.0.0.1:$PORT'}
            api: {class: PACKAGE.SmallApi}
            """;

    private static final String PACKAGE = ClassMistake.class.getPackageName();

    private final String right;
    private final String wrong;
    private final boolean breaksTheForm;
    private final String sentence;

    /**
     * @param breaksTheForm whether the JSON Schema can see it, too
     * @param sentence behind the name of the file; {@code FOLDER} is where it stands
     */
    ClassMistake(String right, String wrong, boolean breaksTheForm, String sentence) {
        this.right = right;
        this.wrong = wrong;
        this.breaksTheForm = breaksTheForm;
        this.sentence = sentence;
    }

    static String small() {
        return SMALL.replace("PACKAGE", PACKAGE);
    }

    String file() {
        if (!SMALL.contains(right)) {
            throw new IllegalStateException(right + " does not stand in it");
        }
        return SMALL.replace(right, wrong).replace("PACKAGE", PACKAGE);
    }

    boolean breaksTheForm() {
        return breaksTheForm;
    }

    String sentence() {
        return sentence.replace("PACKAGE", PACKAGE);
    }
}
