package io.crosswalk.app.configuration;

import io.crosswalk.app.configuration.mapping.MappingText;
import io.crosswalk.app.status.QuarantineLimits;
import io.crosswalk.app.status.WalLimits;
import io.crosswalk.postgres.DatabaseAddress;
import io.crosswalk.transformer.secrets.Sealer;
import io.crosswalk.transformer.yaml.InvalidFileException;
import io.crosswalk.transformer.yaml.Problem;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One migration as its crosswalk.yaml describes it, ready to use. Immutable.
 *
 * @param name names the slot, the publication and the ledger's row
 * @param source the legacy database
 * @param target the database of the new schema
 * @param mapping how rows are mapped
 * @param keys what ids that cannot be computed are made from
 * @param sealer seals secrets in the target; there whenever the mapping seals
 * @param auth the service that makes accounts; there whenever the mapping leaves them to one
 * @param http where metrics, health and status are served
 * @param backfill the copy of the rows that are there already
 * @param stream the stream of changes
 * @param wal how much WAL the source may keep
 * @param quarantine how many rows may be set aside
 * @param readiness when the migration counts as ready
 * @param warnings what is allowed but unwise, each with its path
 */
public record Configuration(
        String name,
        DatabaseAddress source,
        DatabaseAddress target,
        MappingText mapping,
        Keys keys,
        Optional<Sealer> sealer,
        Optional<AuthSettings> auth,
        HttpSettings http,
        BackfillSettings backfill,
        StreamSettings stream,
        WalLimits wal,
        QuarantineLimits quarantine,
        ReadinessSettings readiness,
        List<Problem> warnings) {

    public Configuration {
        warnings = List.copyOf(warnings);
    }

    /**
     * Reads a configuration file and the files and environment variables it names. Connects to nothing.
     *
     * @param file the file; relative paths in it start at its folder
     * @param environment the environment variables
     * @throws InvalidFileException with every problem of the file and of its mapping
     */
    public static Configuration read(Path file, Map<String, String> environment) {
        return ConfigurationReader.read(file, environment);
    }
}
