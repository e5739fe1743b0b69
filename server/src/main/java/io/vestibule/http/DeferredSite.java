package io.vestibule.http;

import io.vestibule.cache.Deferred;
import java.util.List;
import java.util.SortedSet;
import java.util.function.Supplier;

/** A site whose objects few requests need: the first of them makes them, so that no start does. */
public final class DeferredSite implements Site {
    private final String name;
    private final List<String> prefixes;
    private final Deferred<Site> site;

    /** @param maker makes the site, of this name and these prefixes, once */
    public DeferredSite(String name, List<String> prefixes, Supplier<Site> maker) {
        this.name = name;
        this.prefixes = List.copyOf(prefixes);
        this.site = new Deferred<>(maker);
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
        return site.get().routes();
    }

    @Override
    public Answer problem(Problem problem, String path) {
        return site.get().problem(problem, path);
    }

    @Override
    public Answer missed(Request request, Problem problem, String path) {
        return site.get().missed(request, problem, path);
    }

    @Override
    public boolean readsJson() {
        return site.get().readsJson();
    }

    @Override
    public Answer finish(Request request, Answer answer) {
        return site.get().finish(request, answer);
    }

    @Override
    public Answer options(Request request, SortedSet<String> allowed, String path) {
        return site.get().options(request, allowed, path);
    }
}
