package io.vestibule.config;

/**
 * What differs between installations of the LogicBoxes dialect.
 *
 * @param errorStatus the HTTP status of its errors, 400 to 599
 */
public record LogicBoxesConfig(int errorStatus) {

    static final Setting<Integer> ERROR_STATUS = Setting.of(
            "logicboxes.error-status",
            Kind.numberFrom(400, 599),
            "500",
            "HTTP status of this dialect's errors, for clients that expect another than LogicBoxes' own");

    static LogicBoxesConfig read(Settings settings) {
        settings.section("LogicBoxes");
        return new LogicBoxesConfig(settings.get(ERROR_STATUS));
    }
}
