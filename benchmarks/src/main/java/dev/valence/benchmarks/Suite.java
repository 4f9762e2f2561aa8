package dev.valence.benchmarks;

import java.io.IOException;
import java.util.function.Consumer;

/** Something to measure, with a section of its own in docs/performance.md. */
public interface Suite {
    /** What the command line calls it. */
    String name();

    /**
     * Measures it.
     *
     * @param settings of this run
     * @param progress told in lines what is going on
     * @return the section, in Markdown
     */
    String run(Settings settings, Consumer<String> progress) throws IOException;

    /** What its figures are of what was measured, as the beginning of a sentence. */
    default String statistic(Settings settings) {
        return "Medians of " + settings.rounds() + " rounds by turns";
    }
}
