package io.vestibule.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads settings from the environment and the YAML file, and collects every fault instead of stopping at the first. What is
 * asked for is what is known: the page and the search for unknown names need no second list.
 */
final class Settings {
    static final String CONFIG_FILE = "VESTIBULE_CONFIG";

    private final Map<String, String> environment = new TreeMap<>();
    private final Map<String, String> file = new LinkedHashMap<>();
    private final String fileTitle;
    private final Map<String, List<Setting<?>>> sections = new LinkedHashMap<>();
    private final List<String> faults = new ArrayList<>();
    private final Set<Setting<?>> faulty = new HashSet<>();
    private final boolean fileSound;
    private String section = "";

    /** A value as it was found: the text and the name to blame. */
    private record Value(String text, String name) {}

    private Settings(Map<String, String> env) {
        env.forEach((name, value) -> {
            if (name.startsWith(Setting.PREFIX)) {
                environment.put(name, value);
            }
        });
        fileTitle = environment.getOrDefault(CONFIG_FILE, "");
        if (!fileTitle.isEmpty()) {
            TextFile.read(fileTitle, fault -> fault(CONFIG_FILE, fault))
                    .map(yaml -> SettingsFile.parse(yaml, fault -> fault(CONFIG_FILE, fileTitle + " " + fault)))
                    .ifPresent(file::putAll);
        }
        fileSound = faults.isEmpty();
    }

    /** Variables that don't start with {@code VESTIBULE_} are none of ours; a blank one counts as not given. */
    static Settings of(Map<String, String> env) {
        return new Settings(env);
    }

    /** Starts a section: what is asked for from here on stands in it. */
    void section(String title) {
        section = title;
    }

    List<Section> sections() {
        return sections.entrySet().stream()
                .map(entry -> new Section(entry.getKey(), List.copyOf(entry.getValue())))
                .toList();
    }

    /** The value given, else the default; the default too if there is a fault, so that reading can go on. */
    <T> T get(Setting<T> setting) {
        return find(setting).orElseGet(setting::fallbackValue);
    }

    /** The value given; empty if there is none or it has a fault. */
    <T> Optional<T> find(Setting<T> setting) {
        sections.computeIfAbsent(section, title -> new ArrayList<>()).add(setting);
        return given(setting).flatMap(given -> read(setting, given));
    }

    /** The environment wins over the file as a whole: a secret's file named there wins over a value in the YAML file. */
    private Optional<Value> given(Setting<?> setting) {
        return given(setting, environment, setting.name(), setting.fileName(), "")
                .or(() -> given(setting, file, setting.key(), setting.fileKey(), " in " + fileTitle));
    }

    private Optional<Value> given(
            Setting<?> setting, Map<String, String> source, String name, String fileName, String place) {
        String text = source.getOrDefault(name, "");
        String path =
                setting.kind().secret() ? source.getOrDefault(fileName, "").strip() : "";
        if (path.isEmpty()) {
            return text.isBlank() ? Optional.empty() : Optional.of(new Value(text, name + place));
        }
        if (!text.isBlank()) {
            fault(setting, fileName + place, "given beside " + name + "; keep one of the two");
        }
        return TextFile.read(path, fault -> fault(setting, fileName + place, fault))
                .map(content -> new Value(withoutLastNewline(content), fileName + place));
    }

    private <T> Optional<T> read(Setting<T> setting, Value given) {
        Kind<T> kind = setting.kind();
        try {
            Kind.require(!given.text().isBlank());
            return Optional.of(kind.read(given.text()));
        } catch (UnusableValueException e) {
            fault(setting, given.name(), String.valueOf(e.getMessage()));
            return Optional.empty();
        } catch (RuntimeException e) {
            // Whatever a JDK parser throws means the same here; its message may quote a secret.
            String shown = kind.secret() ? "its value (not shown)" : "\"" + printable(given.text()) + "\"";
            fault(setting, given.name(), shown + " can't be used; give " + kind.form());
            return Optional.empty();
        }
    }

    /** Whether all of them could be read: a rule over settings is silent while one of them, or the whole file, is wrong. */
    boolean sound(Setting<?>... settings) {
        return fileSound && Arrays.stream(settings).noneMatch(faulty::contains);
    }

    void fault(Setting<?> setting, String problem) {
        fault(setting, setting.name(), problem);
    }

    private void fault(Setting<?> setting, String name, String problem) {
        faulty.add(setting);
        fault(name, problem);
    }

    private void fault(String name, String problem) {
        faults.add(printable(name + ": " + problem));
    }

    /** Names a typing error instead of ignoring it; to be called when everything has been asked for. */
    void refuseUnknown() {
        List<String> names = new ArrayList<>(List.of(CONFIG_FILE));
        List<String> keys = new ArrayList<>();
        for (Setting<?> setting :
                sections.values().stream().flatMap(List::stream).toList()) {
            names.add(setting.name());
            keys.add(setting.key());
            if (setting.kind().secret()) {
                names.add(setting.fileName());
                keys.add(setting.fileKey());
            }
        }
        refuseUnknown(environment.keySet(), names, "");
        refuseUnknown(file.keySet(), keys, " in " + fileTitle);
    }

    private void refuseUnknown(Set<String> given, List<String> known, String place) {
        given.stream()
                .filter(name -> !known.contains(name))
                .forEach(name -> fault(
                        name + place, "no such setting; remove it, or did you mean " + Nearest.to(name, known) + "?"));
    }

    /**
     * Ends the reading.
     *
     * @throws ConfigException if there was any fault
     */
    void refuseFaults() {
        if (!faults.isEmpty()) {
            throw new ConfigException(faults);
        }
    }

    private static String withoutLastNewline(String content) {
        return content.replaceFirst("\\r?\\n\\z", "");
    }

    /** One line, without what could move a terminal's cursor. */
    private static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }
}
