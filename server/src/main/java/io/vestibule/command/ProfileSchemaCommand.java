package io.vestibule.command;

import io.vestibule.audit.AuditContext;
import io.vestibule.customer.ProfileSchema;
import io.vestibule.json.Json;
import io.vestibule.json.MalformedJsonException;
import io.vestibule.portal.PortalStore;
import io.vestibule.schema.BadSchemaException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vestibule portal profile-schema}. */
@Command(
        name = "profile-schema",
        description = {
            "Shows what a portal adds to the built-in profile, or sets it.",
            "A JSON Schema (draft 2020-12) of an object; docs/profile.md has an example."
        })
final class ProfileSchemaCommand implements Runnable {
    private static final int LONGEST = 256 * 1024;

    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "ID", description = "The portal.")
    private long id;

    @Parameters(index = "1", arity = "0..1", paramLabel = "FILE", description = "The new schema; - for standard input.")
    private @Nullable String file;

    @Option(names = "--clear", description = "Adds nothing any more; what customers have stays stored.")
    private boolean clear;

    ProfileSchemaCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        if (clear && file != null) {
            throw new Refusal("Give a schema or --clear, not both.");
        }
        String schema = file == null ? null : read(file);
        if (schema != null) {
            check(schema);
        }
        Installation.use(terminal, installation -> {
            installation.requirePortal(id);
            PortalStore portals = installation.portals();
            if (clear || schema != null) {
                portals.setProfileSchema(id, schema, AuditContext.COMMAND);
                terminal.say("The profile of portal " + id + (clear ? " is the built-in one." : " is extended."));
            } else {
                terminal.say(portals.profileSchema(id).orElse("{}"));
            }
        });
    }

    private String read(String name) {
        try (InputStream input = name.equals("-") ? terminal.in() : Files.newInputStream(Path.of(name))) {
            return new String(input.readNBytes(LONGEST), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new Refusal("\"" + Arguments.shown(name) + "\" can't be read.", e);
        }
    }

    private static void check(String schema) {
        try {
            ProfileSchema.of(Json.object().build(), Json.parse(schema.getBytes(StandardCharsets.UTF_8)));
        } catch (MalformedJsonException e) {
            throw new Refusal("That is no JSON (" + e.getMessage() + "); nothing was changed.", e);
        } catch (BadSchemaException e) {
            throw new Refusal("That schema can't be used; nothing was changed. " + e.getMessage() + ".", e);
        }
    }
}
