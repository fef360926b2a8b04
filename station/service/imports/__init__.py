"""Lists of enrollments that were made elsewhere: how each kind is read, and each row judged."""
