// Placeholder: this stratum is being built.
