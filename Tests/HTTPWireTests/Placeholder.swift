// Placeholder: this suite is being built.
