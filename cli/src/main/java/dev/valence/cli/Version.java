package dev.valence.cli;

import dev.valence.Precision;
import dev.valence.internal.compute.Backend;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** Versions of this program and of what it runs on. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {
            "valence " + number() + " (" + commit() + ")",
            "java " + System.getProperty("java.version") + " (" + System.getProperty("java.vm.name") + ")",
            "kernels " + Backend.best(Precision.AUTO, note -> {}).name()
        };
    }

    /** Version of this program, as the build wrote it. */
    static String number() {
        return property("version");
    }

    /** The commit this program was built from, with {@code -dirty} where its sources were changed after it. */
    static String commit() {
        return property("commit");
    }

    /** What made a model, to be completed. */
    static Map<String, Object> provenance() {
        Map<String, Object> provenance = new LinkedHashMap<>();
        provenance.put("made_by", "valence " + number());
        provenance.put("commit", commit());
        return provenance;
    }

    private static String property(String name) {
        try (InputStream in = Version.class.getResourceAsStream("version.properties")) {
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty(name);
        } catch (IOException e) {
            throw new UncheckedIOException("version.properties is missing from the jar", e);
        }
    }
}
