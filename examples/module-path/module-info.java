/** An application on the module path. */
module org.example.film {
    requires dev.valence.core;
}
