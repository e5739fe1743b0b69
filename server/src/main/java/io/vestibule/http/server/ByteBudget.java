package io.vestibule.http.server;

import java.util.concurrent.atomic.AtomicLong;

/** The bytes that all requests which aren't answered yet, and answers which aren't taken in, may hold together. */
final class ByteBudget {
    private final long limit;
    private final Runnable makeRoom;
    private final AtomicLong taken = new AtomicLong();

    /** @param makeRoom called when the budget is used up: closes connections that hold some and wait for their client */
    ByteBudget(long limit, Runnable makeRoom) {
        this.limit = limit;
        this.makeRoom = makeRoom;
    }

    /** Takes some, or rejects who wants them. */
    void take(int bytes) throws BadRequestException {
        if (bytes > 0 && taken.addAndGet(bytes) > limit) {
            makeRoom.run();
            if (taken.get() > 2 * limit) { // those that were closed give theirs back in their own time
                taken.addAndGet(-bytes);
                throw new BadRequestException(Rejection.OVERLOADED);
            }
        }
    }

    void give(int bytes) {
        taken.addAndGet(-bytes);
    }
}
