package io.crosswalk.operations.check.server;

import io.crosswalk.operations.check.Finding;
import io.crosswalk.operations.check.Inspection;
import io.crosswalk.operations.check.Query;
import io.crosswalk.operations.check.Surroundings;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A commit of the target means what it says: the slot forgets what the target has confirmed. */
public final class Durability implements Inspection {

    @Override
    public String subject() {
        return "durability of the target";
    }

    @Override
    public List<Finding> inspect(Surroundings surroundings) throws SQLException {
        Connection target = surroundings.target().connection();
        List<Finding> findings = new ArrayList<>();
        for (String setting : List.of("fsync", "full_page_writes", "synchronous_commit")) {
            if (Query.of("SELECT current_setting(?)", setting).text(target).equals("off")) {
                findings.add(Finding.warning(
                        "target",
                        setting + " is off",
                        "after a crash of the target's server rows may be gone that the source's slot no longer keeps",
                        "ALTER SYSTEM SET " + setting + " = on; SELECT pg_reload_conf();"));
            }
        }
        String standbys =
                Query.of("SELECT current_setting('synchronous_standby_names')").text(target);
        if (!standbys.isEmpty()) {
            findings.add(Finding.note(
                    "target",
                    "its commits wait for standbys (synchronous_standby_names)",
                    "the stream is as slow as the slowest of them, and stops when none answers",
                    null));
        }
        return findings;
    }
}
