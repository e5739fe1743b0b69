package io.vestibule.console;

import io.vestibule.http.Route;
import java.util.List;

/** A page of the console with its forms. */
public interface ConsolePage {
    List<Route> routes();
}
