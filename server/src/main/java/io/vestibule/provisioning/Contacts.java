package io.vestibule.provisioning;

import io.vestibule.customer.Customer;
import java.util.List;

/**
 * A page of an account's customers, by id.
 *
 * @param total how many the account has
 */
public record Contacts(List<Customer> page, long total) {
    public Contacts {
        page = List.copyOf(page);
    }
}
