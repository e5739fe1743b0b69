package io.vestibule.transfer;

import java.util.List;

/** By which words the beginning of a file tells that another system wrote it; tables are looked at with commas around names. */
final class Signatures {
    private Signatures() {}

    /** Any of these lists of words that stand there together. */
    static List<List<String>> of(FileFormat format) {
        return switch (format) {
            case CSV, JSON_LINES -> List.of();
            case SONAR_CONTACTS -> List.of(List.of("\"email_message_categories\""), List.of("\"phone_numbers\""));
            case LOGICBOXES_SEARCH -> List.of(List.of("\"customer.customerid\""), List.of("\"recsonpage\""));
            case KEYCLOAK ->
                List.of(
                        List.of("\"createdTimestamp\"", "\"username\""),
                        List.of("\"realm\"", "\"users\""),
                        List.of("\"realm\"", "\"organizations\""),
                        List.of("\"realm\"", "\"enabled\""));
            case AUTH0 -> List.of(List.of("\"user_id\""), List.of("\"_id\"", "\"passwordHash\""));
            case FIREBASE -> List.of(List.of("\"localId\""));
            case WORDPRESS -> List.of(List.of(",user_login,", ",user_pass,"), List.of(",meta_key,", ",meta_value,"));
            case DJANGO -> List.of(List.of("\"model\"", "\"fields\""));
            case LARAVEL -> List.of(List.of(",remember_token,"), List.of("\"email_verified_at\""));
            case LDIF -> List.of();
            case BETTER_AUTH ->
                List.of(
                        List.of(",emailVerified,", ",createdAt,"),
                        List.of(",providerId,", ",userId,"),
                        List.of("\"emailVerified\"", "\"updatedAt\""));
            case MEDIAWIKI -> List.of(List.of(",user_name,", ",user_password,"));
            case PAYLOAD -> List.of(List.of(",salt,", ",hash,"));
            case DIRECTUS -> List.of(List.of(",tfa_secret,", ",status,"));
            case DOKUWIKI -> List.of(List.of("<?php exit()?>"));
        };
    }
}
