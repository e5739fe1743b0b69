/*
 * Argon2's reference implementation, in memory that the caller owns. argon2_ctx() asks for memory by a callback that carries nothing of the
 * caller, so the memory lent to a hash stands in variables of its thread.
 */
#define _GNU_SOURCE /* MAP_ANONYMOUS, MADV_HUGEPAGE, explicit_bzero */

#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>

#include "argon2.h"
#include "core.h"

/* Whether it wipes what it used; no header declares it. */
extern int FLAG_clear_internal_memory;

#define EXPORTED __attribute__((visibility("default")))

/* As much as the functions of argon2_ctx() have on the stack, and more: a block is 1 KiB. */
#define STACK_BYTES 16384

static const uintptr_t huge_page = 2 * 1024 * 1024;

static _Thread_local uint8_t *lent;
static _Thread_local size_t lent_bytes;

static int lend(uint8_t **memory, size_t bytes) {
    *memory = bytes <= lent_bytes ? lent : NULL;
    return *memory == NULL;
}

static void take_back(uint8_t *memory, size_t bytes) {
    (void)memory;
    (void)bytes;
}

/* All at once: here, and by the caller. */
static void __attribute__((constructor)) leave_wiping_to_us(void) {
    FLAG_clear_internal_memory = 0;
}

/* What the functions called before left on the stack: digests of the password, the last block. */
static void __attribute__((noinline)) wipe_stack(void) {
    uint8_t left[STACK_BYTES];
    explicit_bzero(left, sizeof left);
}

/*
 * Memory of so many bytes, a multiple of 2 MiB: on huge pages where the system grants them on request, and in no core dump. NULL if the system
 * has none.
 */
EXPORTED void *vestibule_map(size_t bytes) {
    uint8_t *mapped = mmap(NULL, bytes + huge_page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (mapped == MAP_FAILED) {
        return NULL;
    }
    size_t before = -(uintptr_t)mapped % huge_page;
    uint8_t *memory = mapped + before;
    if (before > 0) {
        munmap(mapped, before);
    }
    munmap(memory + bytes, huge_page - before);
    /* Advice: without huge pages it is slower, and without the other a core dump is larger. */
    (void)madvise(memory, bytes, MADV_HUGEPAGE);
    (void)madvise(memory, bytes, MADV_DONTDUMP);
    return memory;
}

EXPORTED void vestibule_unmap(void *memory, size_t bytes) {
    munmap(memory, bytes);
}

EXPORTED void vestibule_wipe(void *memory, size_t bytes) {
    explicit_bzero(memory, bytes);
}

/*
 * Argon2 (RFC 9106) of what the context holds, in this memory, which it leaves as the last block filled it: the caller wipes it. The
 * context's callbacks are set here. 0, or an error of argon2.h; ARGON2_MEMORY_ALLOCATION_ERROR if the memory is too small.
 */
EXPORTED int vestibule_argon2(argon2_context *context, argon2_type type, void *memory, size_t bytes) {
    context->allocate_cbk = lend;
    context->free_cbk = take_back;
    lent = memory;
    lent_bytes = bytes;
    int result = argon2_ctx(context, type);
    lent = NULL;
    lent_bytes = 0;
    wipe_stack();
    return result;
}
