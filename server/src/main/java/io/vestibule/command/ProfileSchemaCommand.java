package io.vestibule.command;

import io.vestibule.administration.PortalAdministration;
import io.vestibule.administration.PortalAdministration.BadSchema;
import io.vestibule.administration.PortalAdministration.Done;
import io.vestibule.administration.PortalAdministration.NoJson;
import io.vestibule.administration.PortalAdministration.UnknownPortal;
import io.vestibule.audit.AuditContext;
import io.vestibule.customer.ProfileSchema;
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
        Installation.use(terminal, installation -> {
            if (clear || schema != null) {
                set(installation.portals(), schema);
            } else {
                terminal.say(installation
                        .portals()
                        .profileSchema(installation.portal(id).id())
                        .orElse("{}"));
            }
        });
    }

    private void set(PortalAdministration portals, @Nullable String schema) {
        switch (portals.setProfileSchema(id, schema, AuditContext.COMMAND)) {
            case Done() ->
                terminal.say("The profile of portal " + id + (clear ? " is the built-in one." : " is extended."));
            case UnknownPortal(long unknown) -> throw Refusal.unknownPortal(unknown);
            case NoJson(String reason) -> throw new Refusal("That is no JSON (" + reason + "); nothing was changed.");
            case BadSchema(String reason) ->
                throw new Refusal("That schema can't be used; nothing was changed. " + reason + ".");
        }
    }

    private String read(String name) {
        try (InputStream input = name.equals("-") ? terminal.in() : Files.newInputStream(Path.of(name))) {
            return new String(input.readNBytes(ProfileSchema.LARGEST), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            throw new Refusal("\"" + Arguments.shown(name) + "\" can't be read.", e);
        }
    }
}
