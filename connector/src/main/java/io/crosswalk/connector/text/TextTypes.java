package io.crosswalk.connector.text;

import io.debezium.connector.postgresql.PostgresType;
import io.debezium.connector.postgresql.TypeRegistry;
import io.debezium.connector.postgresql.connection.PostgresConnection;

/**
 * Every type is {@code text}. pgoutput sends values in text form (PostgreSQL manual, 55.9, "TupleData"); Debezium would decode them by
 * their types and lose the offset of a {@code timetz}, infinite intervals and the lower bounds of arrays on the way. Types that are made,
 * renamed or exchanged while the stream runs do not matter either.
 */
final class TextTypes extends TypeRegistry {

    /** {@code pg_type.oid} of text: the same in every PostgreSQL. */
    private static final int TEXT = 25;

    TextTypes(PostgresConnection connection) {
        super(connection);
    }

    @Override
    public PostgresType get(int oid) {
        return super.get(TEXT);
    }

    @Override
    public PostgresType get(String name) {
        return super.get(TEXT);
    }

    @Override
    public PostgresType get(String schema, String name) {
        return super.get(TEXT);
    }
}
