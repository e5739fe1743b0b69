package io.vestibule.provisioning;

import io.vestibule.customer.Customer;
import java.util.List;

/**
 * A page of customers by id: an account's, or those that a search found.
 *
 * @param total how many there are on all pages
 */
public record Contacts(List<Customer> page, long total) {
    public Contacts {
        page = List.copyOf(page);
    }
}
