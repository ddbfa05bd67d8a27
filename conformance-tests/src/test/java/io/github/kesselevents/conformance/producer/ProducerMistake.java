package io.github.kesselevents.conformance.producer;

/** What a {@code producer.yaml} may not hold, each in one that is right, and the sentence that it gets. */
enum ProducerMistake {
    NO_NAME("name: small\n", "", true, " has no name; give it one, as the one that init writes does."),
    AN_UNKNOWN_MEMBER(
            "ready: health",
            "readiness: health",
            true,
            ", line 7: readiness is no member of a producer.yaml; there may be name, image, files, command, environment,"
                    + " folder, ready, address, class, class_path, ports, api, timeouts, relay, containers, external, pacts, profile."),
    NEITHER_COMMAND_NOR_ADDRESS(
            "command: [bin/small, serve]\n", "", true, " must have either image, command, address or class."),
    COMMAND_AND_ADDRESS(
            "command: [bin/small, serve]\n",
            "command: [bin/small, serve]\naddress: localhost:9081\n",
            true,
            " must have either image, command, address or class."),
    IMAGE_AND_ADDRESS(
            "command: [bin/small, serve]\n",
            "image: small\naddress: localhost:9081\n",
            true,
            ", line 3: address is for a producer of this machine, and this one is an image; take it out."),
    AN_IMAGE_IN_A_FOLDER(
            "ready: health",
            "image: small\nfolder: .",
            true,
            ", line 8: folder is for a producer of this machine, and this one is an image; take it out."),
    AN_IMAGE_THAT_IS_NOT_TOLD_ITS_PORT(
            "command: [bin/small, serve]\nenvironment:\n  LISTEN: 127.0.0.1:$PORT\n",
            "image: small\nenvironment:\n  LISTEN: 127.0.0.1\n",
            false,
            ", line 2: image is not told where to serve; put $PORT into command or into environment, or say under ports:"
                    + " {producer: 9081} where it does."),
    FILES_WITHOUT_AN_IMAGE(
            "ready: health",
            "ready: health\nfiles: {/etc/small: small.yaml}",
            true,
            ", line 8: files are copied into an image, and there is none; take them out, or name an image."),
    EXTERNAL_AND_A_COMMAND(
            "relay: none",
            "external: {kafka: {bootstrap: 'localhost:9092'}}",
            true,
            ", line 13: external is for a producer that runs; give its address."),
    A_FILE_TO_NOWHERE(
            "ready: health",
            "image: small\nfiles: {etc/small: .}",
            true,
            ", line 8: files[etc/small] is to be copied to etc/small; begin that path with a slash."),
    AN_IMAGE_FOR_NOTHING(
            "relay: none",
            "relay: none\ncontainers: {images: {redis: redis}}",
            true,
            ", line 14: containers.images.redis is no member of a producer.yaml; there may be connect, java, kafka,"
                    + " postgres."),
    A_PULL_THAT_THERE_IS_NOT(
            "relay: none",
            "relay: none\ncontainers: {pull: now}",
            true,
            ", line 14: containers.pull is now; it must be missing or always or never."),
    A_REUSE_NOW_AND_THEN(
            "relay: none",
            "relay: none\ncontainers: {reuse: often}",
            true,
            ", line 14: containers.reuse is \"often\"; it must be true or false."),
    A_COMMAND_THAT_IS_A_TEXT("[bin/small, serve]", "bin/small serve", true, ", line 2: command must be a list."),
    AN_EMPTY_COMMAND(
            "[bin/small, serve]", "[]", true, ", line 2: command is empty; list the program and its arguments."),
    A_COMMAND_THAT_IS_NOT_TOLD_ITS_PORT(
            "127.0.0.1:$PORT",
            "127.0.0.1",
            false,
            ", line 2: command is not told where to serve; put $PORT into it or into environment, or say under ports:"
                    + " {producer: 9081} where it does."),
    AN_UNKNOWN_PLACEHOLDER(
            "DB: $DATABASE_URL",
            "DB: $DATABASE",
            false,
            ", line 5: environment.DB holds $DATABASE, which stands for nothing; there are $PORT, $DATABASE_URL,"
                    + " $DATABASE_JDBC_URL, $DATABASE_HOST, $DATABASE_PORT, $DATABASE_NAME, $DATABASE_USER, $BROKER, and"
                    + " $$ for a dollar."),
    A_VARIABLE_THAT_IS_A_NUMBER("POOL: '8'", "POOL: 8", true, ", line 6: environment.POOL is 8; it must be a text."),
    A_READINESS_THAT_THERE_IS_NOT(
            "ready: health", "ready: soon", true, ", line 7: ready is soon; it must be port or health."),
    A_FOLDER_THAT_IS_NOT_THERE(
            "ready: health",
            "ready: health\nfolder: nowhere",
            false,
            ", line 8: folder is nowhere, and there is no folder FOLDER/nowhere; name one that exists."),
    A_PORT_OF_NO_USER(
            "database: 15432",
            "database: 80",
            true,
            ", line 8: ports.database is 80; it must be a whole number from 1024 to 65535."),
    A_TOKEN_IN_THE_FILE(
            "token: {env: SMALL_TOKEN}",
            "token: s3cr3t",
            true,
            ", line 10: api.token must not stand here, where others read it; say where it is, as {env: VARIABLE} or"
                    + " {file: PATH}."),
    A_TOKEN_FROM_TWO_PLACES(
            "token: {env: SMALL_TOKEN}",
            "token: {env: SMALL_TOKEN, file: token}",
            true,
            ", line 10: api.token must have either env or file."),
    A_TOKEN_AND_WHO_GIVES_ONE(
            "token: {env: SMALL_TOKEN}",
            "token: {env: SMALL_TOKEN}\n  oauth: {url: 'http://sso/token', client: c, secret: {env: SMALL_TOKEN}}",
            true,
            ", line 9: api must have either token or oauth."),
    A_TOKEN_THAT_IS_NOT_SET(
            "token: {env: SMALL_TOKEN}",
            "token: {env: NO_TOKEN}",
            false,
            ", line 10: api.token.env is NO_TOKEN, which is not set in the environment; set it."),
    A_TOKEN_THAT_IS_EMPTY(
            "token: {env: SMALL_TOKEN}",
            "token: {env: EMPTY_TOKEN}",
            false,
            ", line 10: api.token.env is EMPTY_TOKEN, which is empty; put the secret there."),
    A_TOKEN_IN_A_FILE_THAT_IS_NOT_THERE(
            "token: {env: SMALL_TOKEN}",
            "token: {file: token}",
            false,
            ", line 10: api.token.file is token, and there is no file FOLDER/token; name one that exists."),
    A_CERTIFICATE_THAT_IS_NOT_THERE(
            "name: small.test",
            "authority: ca.pem",
            false,
            ", line 11: api.tls.authority is ca.pem, and there is no file FOLDER/ca.pem; name one that exists."),
    A_TIMEOUT_OF_NOTHING(
            "call: 5", "call: 0", true, ", line 12: timeouts.call is 0; it must be a whole number from 1 to 3600."),
    A_TIMEOUT_WITH_ITS_UNIT(
            "call: 5",
            "call: 5s",
            true,
            ", line 12: timeouts.call is \"5s\"; it must be a whole number from 1 to 3600."),
    A_CONNECTOR_THAT_IS_NOT_THERE(
            "relay: none",
            "relay: connector.json",
            false,
            ", line 13: relay is connector.json, and there is no file FOLDER/connector.json; name one that exists."),
    PACTS_THAT_ARE_NOT_THERE(
            "relay: none",
            "relay: none\npacts: nowhere",
            false,
            ", line 14: pacts is nowhere, and there is no folder FOLDER/nowhere; name one that exists."),
    A_PROFILE_THAT_IS_NOT_THERE(
            "from: kessel",
            "from: other.yaml",
            false,
            ", line 15: profile.from is other.yaml, and there is no file FOLDER/other.yaml; name one that exists."),
    A_NAME_IN_THE_PROFILE(
            "from: kessel",
            "name: kessel",
            true,
            ", line 15: profile.name stands at the top of the file; take it out here."),
    AN_UNKNOWN_MEMBER_OF_THE_PROFILE(
            "wire_format: PLAIN_JSON",
            "format: PLAIN_JSON",
            true,
            ", line 16: profile.format is no member of a profile; there may be name, wire_format, refusals, topics,"
                    + " streams, tables, deleted, marker, transaction_id, subject, reported, rewind_slack, decides,"
                    + " not_promised, known, accepted, from, mended."),
    AN_UNKNOWN_FORMAT(
            "wire_format: PLAIN_JSON",
            "wire_format: AVRO",
            true,
            ", line 16: profile.wire_format is AVRO, which is not a wire format; those are CONNECT_JSON, PLAIN_JSON."),
    NOT_PROMISED_AND_UNKNOWN(
            "DUP-6: It",
            "DUP-66: It",
            true,
            ", line 17: profile.not_promised.DUP-66 names the requirement DUP-66, which the catalogue does not have; take"
                    + " an id of requirements.yaml."),
    MENDED_AND_NEVER_KNOWN(
            "cause: null-member-dropped",
            "cause: null-dropped",
            false,
            ", line 18: profile.mended[0] names the FIDELITY-3 null-dropped, which the profile does not know; name one of"
                    + " its known findings."),
    KNOWN_AND_NOT_PROMISED(
            "{id: ORDER-1, cause: late",
            "{id: DUP-6, cause: late",
            false,
            ", line 19: profile.known[0].id is DUP-6, which is under not_promised and is not judged; name it in one of"
                    + " them."),
    KNOWN_TWICE(
            "{id: ORDER-1, cause: late",
            "{id: LIVE-1, cause: first-array-empty",
            false,
            ", line 19: profile.known[0] repeats the LIVE-1 first-array-empty of known[11]; name it once."),
    ACCEPTED_FOR_NO_REASON(
            "kill relay: There is none.",
            "kill relay: ''",
            true,
            ", line 20: profile.accepted[kill relay] is \"\"; it must be a text.");

    /** One that is right. */
    static final String SMALL = """
            name: small
            command: [bin/small, serve]
            environment:
              LISTEN: 127.0.0.1:$PORT
              DB: $DATABASE_URL
              POOL: '8'
            ready: health
            ports: {database: 15432}
            api:
              token: {env: SMALL_TOKEN}
              tls: {name: small.test}
            timeouts: {start: 30, call: 5}
            relay: none
            profile:
              from: kessel
              wire_format: PLAIN_JSON
              not_promised: {DUP-6: It remembers nothing.}
              mended: [{id: FIDELITY-3, cause: null-member-dropped}]
              known: [{id: ORDER-1, cause: late, reason: So it is.}]
              accepted: {kill relay: There is none.}
            """;

    private final String right;
    private final String wrong;
    private final boolean breaksTheForm;
    private final String sentence;

    /**
     * @param breaksTheForm whether the JSON Schema can see it, too
     * @param sentence behind the name of the file; {@code FOLDER} is where it stands
     */
    ProducerMistake(String right, String wrong, boolean breaksTheForm, String sentence) {
        this.right = right;
        this.wrong = wrong;
        this.breaksTheForm = breaksTheForm;
        this.sentence = sentence;
    }

    String file() {
        int at = SMALL.indexOf(right);
        if (at < 0 || SMALL.indexOf(right, at + 1) >= 0) {
            throw new IllegalStateException(right + " does not stand in it once");
        }
        return SMALL.replace(right, wrong);
    }

    boolean breaksTheForm() {
        return breaksTheForm;
    }

    String sentence() {
        return sentence;
    }
}
