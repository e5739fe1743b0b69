package io.vestibule.store;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileOwnerAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How PostgreSQL's programs are run: as they are by an ordinary user, and for root, whom PostgreSQL refuses, as somebody else.
 *
 * @param prefix the words in front of the command
 * @param owner who must own the database's files; null where they stay as made
 */
record UnprivilegedCommand(List<String> prefix, @Nullable UserPrincipal owner) {
    /** What root may try, best first. */
    enum Way {
        /** A user namespace without a mapping: the process counts as nobody, its files stay root's. Some containers forbid it. */
        USER_NAMESPACE,
        /** The system's user {@code postgres} or {@code nobody}, to whom the database's folder is given. */
        SYSTEM_USER,
        /** The same with the capability to pass folders that are closed to it: a data folder under /root. */
        SYSTEM_USER_PASSING_CLOSED_FOLDERS
    }

    static final Set<Way> EVERY_WAY = EnumSet.allOf(Way.class);

    private static final List<String> SYSTEM_USERS = List.of("postgres", "nobody");
    private static final String PASS = "-all,+dac_override";

    /** Picks the first of the ways that works on this machine and for this folder. */
    static UnprivilegedCommand in(DataFolder folder, Set<Way> ways) throws IOException {
        if (new UnixSystem().getUid() != 0) {
            return new UnprivilegedCommand(List.of(), null);
        }
        if (Files.isDirectory(folder.database())) {
            UserPrincipal owner = Files.getOwner(folder.database());
            // Another run's system user, or an ordinary user who ran it before root did: theirs it stays.
            if (uid(folder.database()) != 0) {
                return asUser(owner, folder, EVERY_WAY)
                        .orElseThrow(() -> new IllegalStateException(folder.database() + " belongs to "
                                + owner.getName() + ": start Vestibule as that user"));
            }
        }
        if (ways.contains(Way.USER_NAMESPACE)) {
            var namespace = new UnprivilegedCommand(List.of("unshare", "-U"), null);
            if (namespace.reaches(folder)) {
                return namespace;
            }
        }
        return asSystemUser(folder, ways).orElseThrow(() -> new IllegalStateException(advice(folder)));
    }

    private static String advice(DataFolder folder) {
        return "PostgreSQL refuses to run as root, and here root can neither make a user namespace (unshare -U) nor run a program"
                + " as one of " + SYSTEM_USERS + " (setpriv, runuser or su) that reaches " + folder.root()
                + ". Start Vestibule as an ordinary user, or set VESTIBULE_DATA_DIR to a folder whose parents every user may enter"
                + " (such as /var/lib/vestibule), or " + PostgresBinaries.ELSEWHERE;
    }

    private static Optional<UnprivilegedCommand> asSystemUser(DataFolder folder, Set<Way> ways) throws IOException {
        var users = folder.root().getFileSystem().getUserPrincipalLookupService();
        for (String name : SYSTEM_USERS) {
            UserPrincipal user;
            try {
                user = users.lookupPrincipalByName(name);
            } catch (UserPrincipalNotFoundException absent) {
                continue;
            }
            Optional<UnprivilegedCommand> found = asUser(user, folder, ways);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static Optional<UnprivilegedCommand> asUser(UserPrincipal user, DataFolder folder, Set<Way> ways)
            throws IOException {
        String name = user.getName();
        List<List<String>> prefixes = new ArrayList<>();
        // An unknown user's name is its number, and its group then the same number.
        String group = ProgramRun.of(List.of("id", "-g", name)).output().strip();
        List<String> setpriv =
                List.of("setpriv", "--reuid=" + name, "--regid=" + (group.isEmpty() ? name : group), "--clear-groups");
        if (ways.contains(Way.SYSTEM_USER)) {
            letOthersPass(folder.root());
            prefixes.add(setpriv);
            prefixes.add(List.of("runuser", "-u", name, "--"));
            prefixes.add(List.of("su", "-s", "/bin/sh", name, "-c", "exec \"$0\" \"$@\"", "--"));
        }
        if (ways.contains(Way.SYSTEM_USER_PASSING_CLOSED_FOLDERS)) {
            List<String> passing = new ArrayList<>(setpriv);
            // With its securebit access(2) too heeds the capability: initdb asks it for postgres beside itself.
            passing.add("--securebits=+no_setuid_fixup");
            passing.addAll(List.of("--inh-caps=" + PASS, "--ambient-caps=" + PASS, "--bounding-set=" + PASS));
            prefixes.add(passing);
        }
        for (List<String> prefix : prefixes) {
            var command = new UnprivilegedCommand(prefix, user);
            if (command.reaches(folder)) {
                return Optional.of(command);
            }
        }
        return Optional.empty();
    }

    /** The command with the words in front that make it run as the chosen user. */
    List<String> of(List<String> command) {
        List<String> words = new ArrayList<>(prefix);
        words.addAll(command);
        return List.copyOf(words);
    }

    /** Gives the folder and all in it to the user the programs run as; the folder last, so that its owner tells that all is done. */
    void own(Path folder) throws IOException {
        if (owner == null || Files.getOwner(folder).equals(owner)) {
            return;
        }
        for (Path path : DataFolder.deepestFirst(folder)) {
            Files.getFileAttributeView(path, FileOwnerAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                    .setOwner(owner);
        }
    }

    private boolean reaches(DataFolder folder) {
        var script =
                List.of("sh", "-c", "test -x \"$0\" && id -u", folder.root().toString());
        ProgramRun run = ProgramRun.of(of(script));
        return run.succeeded() && !run.output().strip().equals("0");
    }

    private static void letOthersPass(Path folder) throws IOException {
        var permissions = Files.getPosixFilePermissions(folder);
        if (permissions.add(PosixFilePermission.OTHERS_EXECUTE)) {
            Files.setPosixFilePermissions(folder, permissions);
        }
    }

    private static int uid(Path path) throws IOException {
        return (int) Files.getAttribute(path, "unix:uid");
    }
}
