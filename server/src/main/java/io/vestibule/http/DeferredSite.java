package io.vestibule.http;

import java.util.List;
import java.util.SortedSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A site whose objects few requests need: the first of them makes them, so that no start does. */
public final class DeferredSite implements Site {
    private final String name;
    private final List<String> prefixes;
    private final Supplier<Site> maker;
    private final ReentrantLock making = new ReentrantLock();
    private volatile @Nullable Site made;

    /** @param maker makes the site, of this name and these prefixes, once */
    public DeferredSite(String name, List<String> prefixes, Supplier<Site> maker) {
        this.name = name;
        this.prefixes = List.copyOf(prefixes);
        this.maker = maker;
    }

    private Site site() {
        Site known = made;
        if (known != null) {
            return known;
        }
        making.lock();
        try {
            Site site = made == null ? maker.get() : made;
            made = site;
            return site;
        } finally {
            making.unlock();
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<String> prefixes() {
        return prefixes;
    }

    @Override
    public List<Route> routes() {
        return site().routes();
    }

    @Override
    public Answer problem(Problem problem, String path) {
        return site().problem(problem, path);
    }

    @Override
    public Answer missed(Request request, Problem problem, String path) {
        return site().missed(request, problem, path);
    }

    @Override
    public boolean readsJson() {
        return site().readsJson();
    }

    @Override
    public Answer finish(Request request, Answer answer) {
        return site().finish(request, answer);
    }

    @Override
    public Answer options(Request request, SortedSet<String> allowed, String path) {
        return site().options(request, allowed, path);
    }
}
