"""Word to applicants by SMS and e-mail: one queue, at most one message per applicant and event."""
