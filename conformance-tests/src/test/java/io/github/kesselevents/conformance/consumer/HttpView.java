package io.github.kesselevents.conformance.consumer;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import io.github.kesselevents.conformance.consumer.ConsumerProfile.SinkProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Shows the reference's tables over HTTP, as a consumer would that has no database to look into. */
final class HttpView implements AutoCloseable {

    private final HttpServer server;
    private final String databaseUrl;

    HttpView(String databaseUrl) {
        this.databaseUrl = databaseUrl;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        show("effects", "entry AS number, resource_id AS resource, event_id AS event FROM audit ORDER BY entry");
        show("state", "resource_id AS resource, event_id AS event FROM resource");
        show("dead-letters", "partition, record_offset AS offset FROM dead_letter");
        server.start();
    }

    private void show(String name, String query) {
        server.createContext("/" + name, exchange -> {
            try (exchange;
                    Connection connection = DriverManager.getConnection(databaseUrl);
                    Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(
                            "SELECT coalesce(json_agg(each), '[]') FROM (SELECT " + query + ") AS each")) {
                row.next();
                byte[] body = row.getString(1).getBytes(UTF_8);
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            } catch (SQLException e) {
                throw new IOException(e);
            }
        });
    }

    SinkProfile sink() {
        return new SinkProfile(null, url("effects"), url("state"), url("dead-letters"), List.of());
    }

    private String url(String name) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + name;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
