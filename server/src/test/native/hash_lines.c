/*
 * Hashes what standard input says, a hash a line: variant, version, memory, passes, lanes, length, then password and salt in hexadecimal, each
 * behind an x. Prints each hash in hexadecimal. All hashes share one memory, as those of a thread do.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "argon2.h"

void *vestibule_map(size_t bytes);
void vestibule_unmap(void *memory, size_t bytes);
void vestibule_wipe(void *memory, size_t bytes);
int vestibule_argon2(argon2_context *context, argon2_type type, void *memory, size_t bytes);

/* In memory of just its size, so that a read behind its end is seen. */
static uint8_t *bytes_of(const char *text, uint32_t *length) {
    *length = (uint32_t)(strlen(text + 1) / 2);
    uint8_t *bytes = malloc(*length);
    for (uint32_t i = 0; i < *length; i++) {
        sscanf(text + 1 + 2 * i, "%2hhx", bytes + i);
    }
    return bytes;
}

int main(void) {
    const size_t size = 2 * 1024 * 1024;
    uint8_t *memory = vestibule_map(size);
    unsigned variant, version, m, t, p, length;
    char password[512], salt[256];
    while (scanf("%u %u %u %u %u %u %511s %255s", &variant, &version, &m, &t, &p, &length, password, salt) == 8) {
        argon2_context context = {.out = malloc(length), .outlen = length, .m_cost = m, .t_cost = t, .lanes = p, .threads = 1};
        context.version = version;
        context.pwd = bytes_of(password, &context.pwdlen);
        context.salt = bytes_of(salt, &context.saltlen);
        int error = vestibule_argon2(&context, (argon2_type)variant, memory, size);
        if (error != ARGON2_OK) {
            return -error;
        }
        for (uint32_t i = 0; i < length; i++) {
            printf("%02x", context.out[i]);
        }
        putchar('\n');
        free(context.out);
        free(context.pwd);
        free(context.salt);
    }
    vestibule_wipe(memory, size);
    for (size_t i = 0; i < size; i++) {
        if (memory[i] != 0) {
            return 1;
        }
    }
    vestibule_unmap(memory, size);
    return 0;
}
